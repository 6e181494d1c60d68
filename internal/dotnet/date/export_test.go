package date

// WithoutHead returns the layout without its shortcut for characters in fixed places.
func (l *Layout) WithoutHead() *Layout {
	plain := *l
	plain.head = head{}
	return &plain
}
