package call

// The positions of Replace's parameters. The function, the lint rules and everything else that knows its meanings use these.
const (
	ReplaceSource = iota
	ReplaceOld
	ReplacePattern
	ReplaceGroup
	ReplaceValue
	ReplaceAttribute
	ReplaceTemplate
	ReplaceParams // how many there are
)
