package main

import (
	"context"
	"fmt"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/bench/work"
	"github.com/attrmap/attrmap/mapping"
)

// task is a piece of work that is done twice: by attrmap and by hand.
type task struct {
	name  string
	title string
	// goal is the greatest ratio of the two times that is good enough, allocs the most allocations per user.
	goal   float64
	allocs float64
	ours   work.Side
	hand   work.Side
	source string // of an expression
}

func tasks() []task {
	hand := work.NewService()
	users, ascii := work.FlatUsers(), work.ASCIIUsers()
	expression := func(name, title string, users []map[string]any, goal, allocs float64, source string, manual func(map[string]any) string) task {
		return task{name: name, title: title, goal: goal, allocs: allocs, source: source, ours: evaluation(source, users), hand: work.Over(users, manual)}
	}
	scim := work.SCIMUsers()
	return []task{
		expression("a", "address from names", users, 0.35, 1, work.AddressSource, hand.Address),
		expression("a-ascii", "address from names, no accents", ascii, 1, 1, work.AddressSource, hand.AddressASCII),
		expression("b", "Switch to an OU", users, 2.5, 0, work.UnitSource, work.Unit),
		expression("c", "IIF on a country", users, 3, 0, work.CountrySource, work.Country),
		expression("d", "alias from an address", users, 0.35, 1, work.AliasSource, hand.Alias),
		expression("e", "Replace in a phone", users, 0.25, 0, work.PhoneSource, hand.Phone),
		expression("f", "FormatDateTime", users, 0.65, 1, work.DateSource, work.Date),
		expression("g", "Coalesce of mail", users, 3, 0, work.MailSource, work.Mail),
		{name: "h", title: "20 attributes to a map", goal: 0.75, allocs: 10, ours: mappedToMap(scim), hand: work.Over(scim, hand.Entra)},
		{name: "h-list", title: "20 attributes to a list", goal: 0.6, allocs: 2, ours: mappedToList(scim, false), hand: work.Over(scim, hand.Entra)},
		{name: "h-reused", title: "20 attributes to a reused list", goal: 0.35, allocs: 1, ours: mappedToList(scim, true), hand: work.Over(scim, hand.Entra)},
		{name: "h-easy", title: "20 attributes to a map, by one call", goal: 0.98, allocs: 10, ours: mappedByCall(scim), hand: work.Over(scim, hand.Entra)},
		{name: "h-result", title: "20 attributes to a result", goal: 1.5, allocs: 10, ours: mapped(scim), hand: work.Over(scim, hand.Entra)},
	}
}

// evaluation is an expression over flat users.
func evaluation(source string, users []map[string]any) work.Side {
	return work.Over(users, must(work.Text(source)))
}

func entraMapper() *mapping.Mapper {
	return must(work.EntraSet().Compile(mapping.Options{}))
}

// must is for what we wrote ourselves.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func mapUser(mapper *mapping.Mapper, user map[string]any) *mapping.Result {
	result, err := mapper.Map(context.Background(), value.Map(user), nil)
	if err != nil || len(result.Failed()) > 0 {
		panic(fmt.Sprintf("user %v: %v, %d attributes failed", user["externalId"], err, len(result.Failed())))
	}
	return result
}

// mapped is the whole mapping to the result that tells every decision.
func mapped(users []map[string]any) work.Side {
	mapper := entraMapper()
	s := work.Over(users, func(user map[string]any) *mapping.Result { return mapUser(mapper, user) })
	s.Answer = func(i int) any {
		attributes := map[string]any{}
		for _, m := range mapUser(mapper, users[i]).Values() {
			attributes[m.Name] = plain(m.Value)
		}
		return attributes
	}
	return s
}

// mappedToMap gives the values alone, as plain Go data.
func mappedToMap(users []map[string]any) work.Side {
	return work.Over(users, must(work.EntraMap()))
}

// mappedByCall is mappedToMap without an evaluator of one's own.
func mappedByCall(users []map[string]any) work.Side {
	mapper := entraMapper()
	return work.Over(users, func(user map[string]any) map[string]any {
		return must(mapper.Attributes(context.Background(), value.Map(user)))
	})
}

// mappedToList gives the values alone, in the set's order.
func mappedToList(users []map[string]any, reused bool) work.Side {
	mapper := entraMapper()
	worker := mapper.NewEvaluator()
	var list []value.Value
	do := func(user map[string]any) []value.Value {
		if !reused {
			list = nil
		}
		var err error
		if list, err = worker.Values(context.Background(), value.Map(user), list[:0]); err != nil {
			panic(fmt.Sprintf("user %v: %s", user["externalId"], err))
		}
		return list
	}
	s := work.Over(users, do)
	s.Answer = func(i int) any {
		attributes := map[string]any{}
		for at, v := range do(users[i]) {
			if !v.IsNull() {
				attributes[mapper.Set().Mappings[at].Target] = plain(v)
			}
		}
		return attributes
	}
	return s
}

func plain(v value.Value) any {
	if b, ok := v.AsBoolean(); ok {
		return b
	}
	return v.Text()
}
