package main

import (
	"fmt"

	"github.com/attrmap/attrmap/examples/bench/work"
)

// other is a task in the other languages.
type other struct{ lang, cel string }

// others are the tasks that other engines do too, by name. Task h is one expression there, and 20 rows of a mapping here.
var others = map[string]other{
	"a": {langAddress, celAddress},
	"b": {langUnit, celUnit},
	"c": {langCountry, celCountry},
	"d": {langAlias, celAlias},
	"e": {langPhone, celPhone},
	"f": {langDate, celDate},
	"g": {langMail, celMail},
	"h": {langEntra, celEntraSource},
}

// withEngines returns those of the tasks that other engines do too, with their sides between ours and hand-written Go. What an engine
// refuses to compile is an error.
func withEngines(tasks []task) ([]task, error) {
	s := work.NewService()
	// Tasks that the others do not do are left out without a word, unless none is left.
	var chosen []task
	for _, t := range tasks {
		sources, known := others[t.name]
		if !known {
			continue
		}
		// The variants of a task, such as a-ascii and h-list, are ours alone: they compare ways to call attrmap.
		sides, err := engineSides(s, t.name, sources)
		if err != nil {
			return nil, fmt.Errorf("task %s: %w", t.name, err)
		}
		// Hand-written Go must stay the last: it is what the others are measured against.
		ours, hand := t.sides[0], t.sides[1]
		t.sides = append(append([]side{ours}, sides...), hand)
		chosen = append(chosen, t)
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("no other engine does these tasks; want some of a to h")
	}
	return chosen, nil
}

// engineSides compiles a task for both engines. The first user has every attribute, and so serves as the sample of the types.
func engineSides(s *work.Service, name string, sources other) ([]side, error) {
	if name == "h" {
		return wholeMapping(s, sources)
	}
	users := work.FlatUsers()
	lang, err := langProgram[string](s, users[0], sources.lang)
	if err != nil {
		return nil, fmt.Errorf("expr-lang: %w", err)
	}
	env, err := celEnv(s, users[0])
	if err != nil {
		return nil, fmt.Errorf("cel: %w", err)
	}
	cel, err := celText(env, sources.cel)
	if err != nil {
		return nil, fmt.Errorf("cel: %w", err)
	}
	return []side{{"expr-lang", work.Over(users, lang)}, {"CEL", work.Over(users, cel)}}, nil
}

// wholeMapping is engineSides for task h, whose users are nested and whose result is a map.
func wholeMapping(s *work.Service, sources other) ([]side, error) {
	users := work.SCIMUsers()
	lang, err := langProgram[map[string]any](s, users[0], sources.lang)
	if err != nil {
		return nil, fmt.Errorf("expr-lang: %w", err)
	}
	env, err := celEnv(s, users[0])
	if err != nil {
		return nil, fmt.Errorf("cel: %w", err)
	}
	cel, err := celEntra(env)
	if err != nil {
		return nil, fmt.Errorf("cel: %w", err)
	}
	return []side{{"expr-lang", work.Over(users, lang)}, {"CEL", work.Over(users, cel)}}, nil
}
