package call

// PhrasePart is a part of a function's phrase: words, or a placeholder.
type PhrasePart struct {
	// Words are literal; "" for a placeholder.
	Words string
	// Param is the index of the parameter whose argument takes this place, as a noun; of a repeating one all arguments do.
	Param int
	// Condition asks for the argument as a clause that can follow "if".
	Condition bool
	// Group is repeated for each group of repeating arguments, such as a key and its value.
	Group []PhrasePart
}
