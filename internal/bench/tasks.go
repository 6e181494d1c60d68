package main

import (
	"context"
	"fmt"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// task is a piece of work that is done twice: by attrmap and by hand.
type task struct {
	name  string
	title string
	// goal is the greatest ratio of the two times that is good enough, allocs the most allocations per user.
	goal   float64
	allocs float64
	ours   side
	hand   side
}

// side is one way to do a task.
type side struct {
	users int
	// run does the task n times, for the users in turn.
	run func(n int)
	// answer does it once, for user i, and gives a result that can be compared with the other side's.
	answer func(i int) any
}

const (
	addressSource = `Join("@", NormalizeDiacritics(StripSpaces(Join(".", [PreferredFirstName], [PreferredLastName]))), "contoso.com")`
	aliasSource   = `ToLower(Mid(` + addressSource + `, 1, 20))`
	countrySource = `IIF([country]="USA", [country], [department])`
	phoneSource   = `Replace([telephoneNumber], , "\\+(?<isdCode>\\d* )(?<phoneNumber>\\d{10})", , "${phoneNumber}", , )`
	dateSource    = `FormatDateTime([hireDate], , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")`
	mailSource    = `Coalesce([mail], [userPrincipalName])`
	unitSource    = `Switch([Municipality], ` + unitPairs
	unitPairs     = `"OU=Default,OU=Users,DC=contoso,DC=com", ` +
		`"Dallas", "OU=Dallas,OU=Users,DC=contoso,DC=com", "Austin", "OU=Austin,OU=Users,DC=contoso,DC=com", ` +
		`"Seattle", "OU=Seattle,OU=Users,DC=contoso,DC=com", "London", "OU=London,OU=Users,DC=contoso,DC=com")`
)

func tasks() []task {
	hand := newService()
	users, ascii := flatUsers(), asciiUsers()
	expression := func(name, title string, users []map[string]any, goal, allocs float64, source string, manual func(map[string]any) string) task {
		return task{name: name, title: title, goal: goal, allocs: allocs, ours: evaluation(source, users), hand: byHand(manual, users)}
	}
	scim := scimUsers()
	return []task{
		expression("a", "address from names", users, 0.35, 1, addressSource, hand.address),
		expression("a-ascii", "address from names, no accents", ascii, 1, 1, addressSource, hand.addressASCII),
		expression("b", "Switch to an OU", users, 2.5, 0, unitSource, unit),
		expression("c", "IIF on a country", users, 3, 0, countrySource, country),
		expression("d", "alias from an address", users, 0.35, 1, aliasSource, hand.alias),
		expression("e", "Replace in a phone", users, 0.25, 0, phoneSource, hand.phone),
		expression("f", "FormatDateTime", users, 0.65, 1, dateSource, date),
		expression("g", "Coalesce of mail", users, 3, 0, mailSource, mail),
		{name: "h", title: "20 attributes to a map", goal: 0.75, allocs: 10, ours: mappedToMap(scim), hand: byHand(hand.entra, scim)},
		{name: "h-list", title: "20 attributes to a list", goal: 0.6, allocs: 2, ours: mappedToList(scim, false), hand: byHand(hand.entra, scim)},
		{name: "h-reused", title: "20 attributes to a reused list", goal: 0.35, allocs: 1, ours: mappedToList(scim, true), hand: byHand(hand.entra, scim)},
		{name: "h-result", title: "20 attributes to a result", goal: 1.5, allocs: 10, ours: mapped(scim), hand: byHand(hand.entra, scim)},
	}
}

// evaluation is an expression over flat users. A program that maps many objects keeps one environment per worker, as here.
func evaluation(source string, users []map[string]any) side {
	prog := expr.MustCompile(source)
	evaluate := func(env *expr.Env, user map[string]any) string {
		env.Attrs = value.Map(user)
		v, err := prog.Eval(env)
		if err != nil {
			panic(fmt.Sprintf("%s: %s", source, err)) // the users are ours: all of them succeed
		}
		return v.Text()
	}
	env := new(expr.Env)
	return side{
		users: len(users),
		run: func(n int) {
			for i, u := 0, 0; i < n; i++ {
				evaluate(env, users[u])
				if u++; u == len(users) {
					u = 0
				}
			}
		},
		answer: func(i int) any { return evaluate(env, users[i]) },
	}
}

func byHand[T any](do func(user map[string]any) T, users []map[string]any) side {
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

func entraSet() *mapping.Set {
	const office = `addresses[type eq "work"].`
	return &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "employeeId", From: "externalId", Match: 1},
		{Target: "accountEnabled", From: "active"},
		{Target: "givenName", From: "name.givenName"},
		{Target: "surname", From: "name.familyName"},
		{Target: "jobTitle", From: "title"},
		{Target: "department", From: enterpriseURN + ":department"},
		{Target: "costCenter", From: enterpriseURN + ":costCenter"},
		{Target: "streetAddress", From: office + "streetAddress"},
		{Target: "city", From: office + "locality"},
		{Target: "state", From: office + "region"},
		{Target: "postalCode", From: office + "postalCode"},
		{Target: "country", From: office + "country"},
		{Target: "companyName", Constant: "Contoso"},
		{Target: "userType", Constant: "Member"},
		{Target: "mail", Expression: `Coalesce([emails[type eq "work"].value], [userName])`},
		{Target: "parentDistinguishedName", Expression: `Switch([` + office + `locality], ` + unitPairs},
		{Target: "displayName", Expression: `Join(", ", [name.familyName], [name.givenName])`},
		{Target: "userPrincipalName", Expression: `Join("@", [externalId], "contoso.com")`},
		{Target: "telephoneNumber", Expression: `Replace([phoneNumbers[type eq "work"].value], , "\\+(?<isdCode>\\d* )(?<phoneNumber>\\d{10})", , "${phoneNumber}", , )`},
		{Target: "employeeHireDate", Expression: `FormatDateTime([` + hrURN + `:HireDate], , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")`},
	}}
}

func entraMapper() *mapping.Mapper {
	mapper, err := entraSet().Compile(mapping.Options{})
	if err != nil {
		panic(err)
	}
	return mapper
}

func mapUser(mapper *mapping.Mapper, user map[string]any) *mapping.Result {
	result, err := mapper.Map(context.Background(), value.Map(user), nil)
	if err != nil || len(result.Failed()) > 0 {
		panic(fmt.Sprintf("user %v: %v, %d attributes failed", user["externalId"], err, len(result.Failed())))
	}
	return result
}

// mapped is the whole mapping to the result that tells every decision.
func mapped(users []map[string]any) side {
	mapper := entraMapper()
	s := byHand(func(user map[string]any) *mapping.Result { return mapUser(mapper, user) }, users)
	s.answer = func(i int) any {
		attributes := map[string]any{}
		for _, m := range mapUser(mapper, users[i]).Values() {
			attributes[m.Name] = plain(m.Value)
		}
		return attributes
	}
	return s
}

// mappedToMap gives the values alone, as plain Go data.
func mappedToMap(users []map[string]any) side {
	mapper := entraMapper()
	worker, size := mapper.NewEvaluator(), len(mapper.Set().Mappings)
	return byHand(func(user map[string]any) map[string]any {
		attributes := make(map[string]any, size)
		if err := worker.AppendMap(context.Background(), value.Map(user), attributes); err != nil {
			panic(fmt.Sprintf("user %v: %s", user["externalId"], err))
		}
		return attributes
	}, users)
}

// mappedToList gives the values alone, in the set's order.
func mappedToList(users []map[string]any, reused bool) side {
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
	s := byHand(do, users)
	s.answer = func(i int) any {
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
