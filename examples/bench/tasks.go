package main

import (
	"fmt"
	"reflect"
)

// engines are in the order of task.sides. The last is what the others are measured against.
var engines = [...]string{"attrmap", "expr-lang", "CEL", "by hand"}

const byHand = len(engines) - 1

// task is a piece of work that every engine does.
type task struct {
	name  string
	title string
	sides [len(engines)]side
}

// side is one way to do a task.
type side struct {
	users int
	// run does the task n times, for the users in turn.
	run func(n int)
	// answer does it once, for user i.
	answer func(i int) any
}

// over keeps the type of the result, because a string that is put into an any costs an allocation.
func over[T any](users []map[string]any, do func(user map[string]any) T) side {
	return side{
		users: len(users),
		run: func(n int) {
			for i, u := 0, 0; i < n; i++ {
				do(users[u])
				if u++; u == len(users) {
					u = 0
				}
			}
		},
		answer: func(i int) any { return do(users[i]) },
	}
}

// agree gives an error at the first user for whom an engine gives another result than the hand-written Go.
func (t *task) agree() error {
	for i := range t.sides[byHand].users {
		want := t.sides[byHand].answer(i)
		for e := range byHand {
			if have := t.sides[e].answer(i); !reflect.DeepEqual(have, want) {
				return fmt.Errorf("task %s, user %d: %s gives %v, hand-written Go %v", t.name, i, engines[e], have, want)
			}
		}
	}
	return nil
}

// sources is one task in the three languages.
type sources struct {
	name, title        string
	attrmap, lang, cel string
	manual             func(user map[string]any) string
}

// tasks compiles everything; what an engine refuses is an error.
func tasks() ([]task, error) {
	s := newService()
	flat := flatUsers()
	env, err := celEnv(s, flat[0])
	if err != nil {
		return nil, fmt.Errorf("cel: %w", err)
	}
	var all []task
	for _, src := range expressions(s) {
		t := task{name: src.name, title: src.title}
		ours, err := attrmapText(src.attrmap)
		if err != nil {
			return nil, fmt.Errorf("task %s, attrmap: %w", src.name, err)
		}
		lang, err := langProgram[string](s, flat[0], src.lang)
		if err != nil {
			return nil, fmt.Errorf("task %s, expr-lang: %w", src.name, err)
		}
		cel, err := celText(env, src.cel)
		if err != nil {
			return nil, fmt.Errorf("task %s, cel: %w", src.name, err)
		}
		t.sides = [...]side{over(flat, ours), over(flat, lang), over(flat, cel), over(flat, src.manual)}
		all = append(all, t)
	}
	whole, err := wholeMapping(s)
	return append(all, whole), err
}

// expressions are the tasks a to g.
func expressions(s *service) []sources {
	return []sources{
		{"a", "address from names", attrmapAddress, langAddress, celAddress, s.address},
		{"b", "choice of an OU", attrmapUnit, langUnit, celUnit, unit},
		{"c", "condition on a country", attrmapCountry, langCountry, celCountry, country},
		{"d", "alias from an address", attrmapAlias, langAlias, celAlias, s.alias},
		{"e", "pattern in a phone", attrmapPhone, langPhone, celPhone, s.phone},
		{"f", "form of a date", attrmapDate, langDate, celDate, date},
		{"g", "first that is there", attrmapMail, langMail, celMail, mail},
	}
}

// wholeMapping is task h.
func wholeMapping(s *service) (task, error) {
	t := task{name: "h", title: "20 attributes to a map"}
	scim := scimUsers()
	ours, err := attrmapEntra()
	if err != nil {
		return t, fmt.Errorf("task h, attrmap: %w", err)
	}
	lang, err := langProgram[map[string]any](s, scim[0], langEntra)
	if err != nil {
		return t, fmt.Errorf("task h, expr-lang: %w", err)
	}
	env, err := celEnv(s, scim[0])
	if err != nil {
		return t, fmt.Errorf("task h, cel: %w", err)
	}
	cel, err := celEntra(env)
	if err != nil {
		return t, fmt.Errorf("task h, cel: %w", err)
	}
	t.sides = [...]side{over(scim, ours), over(scim, lang), over(scim, cel), over(scim, s.entra)}
	return t, nil
}
