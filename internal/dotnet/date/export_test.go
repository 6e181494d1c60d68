package date

// WithoutHead returns a copy of the layout that does not use the fast path for characters at fixed places.
func (l *Layout) WithoutHead() *Layout {
	plain := *l
	plain.head = head{}
	return &plain
}
