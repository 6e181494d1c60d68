package regex

// CompilePlain compiles without any of the short cuts: no hints where a match may start, no look at what follows a run, no
// memory of visited states.
func CompilePlain(pattern string, limits Limits) (*Pattern, error) {
	tree, groups, err := parse(pattern)
	if err != nil {
		return nil, err
	}
	prog := compile(tree, groups, 0)
	prog.start = startHints{}
	prog.reason = "short cuts are off"
	return &Pattern{prog: prog, groups: groups, limits: limits.withDefaults()}, nil
}

// CompileRemembering compiles so that a linear program remembers states from the first step.
func CompileRemembering(pattern string, limits Limits) (*Pattern, error) {
	p, err := Compile(pattern, limits)
	if err == nil {
		p.prog.patience = 0
	}
	return p, err
}
