package main

import (
	"fmt"
	"reflect"

	"github.com/attrmap/attrmap/internal/bench/work"
)

// engines are in the order of task.sides. The last is what the others are measured against.
var engines = [...]string{"attrmap", "expr-lang", "CEL", "by hand"}

const byHand = len(engines) - 1

// task is a piece of work that every engine does.
type task struct {
	name  string
	title string
	sides [len(engines)]work.Side
}

// agree gives an error at the first user for whom an engine gives another result than the hand-written Go.
func (t *task) agree() error {
	for i := range t.sides[byHand].Users {
		want := t.sides[byHand].Answer(i)
		for e := range byHand {
			if have := t.sides[e].Answer(i); !reflect.DeepEqual(have, want) {
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
	s := work.NewService()
	flat := work.FlatUsers()
	env, err := celEnv(s, flat[0])
	if err != nil {
		return nil, fmt.Errorf("cel: %w", err)
	}
	var all []task
	for _, src := range expressions(s) {
		t := task{name: src.name, title: src.title}
		ours, err := work.Text(src.attrmap)
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
		t.sides = [...]work.Side{work.Over(flat, ours), work.Over(flat, lang), work.Over(flat, cel), work.Over(flat, src.manual)}
		all = append(all, t)
	}
	whole, err := wholeMapping(s)
	return append(all, whole), err
}

// expressions are the tasks a to g.
func expressions(s *work.Service) []sources {
	return []sources{
		{"a", "address from names", work.AddressSource, langAddress, celAddress, s.Address},
		{"b", "choice of an OU", work.UnitSource, langUnit, celUnit, work.Unit},
		{"c", "condition on a country", work.CountrySource, langCountry, celCountry, work.Country},
		{"d", "alias from an address", work.AliasSource, langAlias, celAlias, s.Alias},
		{"e", "pattern in a phone", work.PhoneSource, langPhone, celPhone, s.Phone},
		{"f", "form of a date", work.DateSource, langDate, celDate, work.Date},
		{"g", "first that is there", work.MailSource, langMail, celMail, work.Mail},
	}
}

// wholeMapping is task h.
func wholeMapping(s *work.Service) (task, error) {
	t := task{name: "h", title: "20 attributes to a map"}
	scim := work.SCIMUsers()
	ours, err := work.EntraMap()
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
	t.sides = [...]work.Side{work.Over(scim, ours), work.Over(scim, lang), work.Over(scim, cel), work.Over(scim, s.Entra)}
	return t, nil
}
