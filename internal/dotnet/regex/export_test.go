package regex

// CompilePlain is like Compile without the optimizations: no hints on where a match can start, no analysis of what
// follows a run and no memoization.
func CompilePlain(pattern string, limits Limits) (*Pattern, error) {
	tree, groups, err := parse(pattern)
	if err != nil {
		return nil, err
	}
	prog := compile(tree, groups, 0)
	prog.start = startHints{}
	prog.reason = "optimizations are off"
	return &Pattern{prog: prog, groups: groups, limits: limits.withDefaults()}, nil
}

// CompileMemoizing is like Compile, but a linear program memoizes states from the first step.
func CompileMemoizing(pattern string, limits Limits) (*Pattern, error) {
	p, err := Compile(pattern, limits)
	if err == nil {
		p.prog.memoThreshold = 0
	}
	return p, err
}
