package main

import (
	"fmt"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"cel.dev/cel-go/ext"

	"github.com/attrmap/attrmap/examples/bench/work"
)

// Every attribute is a variable. What may be absent is read from the variable user, the whole record: CEL has no test for whether a variable
// is there.
const (
	celAddress = `joined("@", withoutDiacritics(joined(".", PreferredFirstName, PreferredLastName).replace(" ", "")), "contoso.com")`
	celAlias   = `first(` + celAddress + `, 20).lowerAscii()`
	celCountry = `country == "USA" ? country : department`
	celPhone   = `localPhone(telephoneNumber)`
	celDate    = `formatDate(hireDate, "20060102150405.0Z", "2006-01-02")`
	celMail    = `user.?mail.orValue(userPrincipalName)`
	celUnit    = celUnits + `[?Municipality].orValue("OU=Default,OU=Users,DC=contoso,DC=com")`

	// Folded to a constant when it is compiled.
	celUnits = `{"Dallas": "OU=Dallas,OU=Users,DC=contoso,DC=com", "Austin": "OU=Austin,OU=Users,DC=contoso,DC=com", ` +
		`"Seattle": "OU=Seattle,OU=Users,DC=contoso,DC=com", "London": "OU=London,OU=Users,DC=contoso,DC=com"}`

	// CEL has no statement for a name, so the address is bound by a macro. An attribute whose name is no identifier, such as a URN, is read
	// from the variable user.
	celEntraSource = `cel.bind(office, addresses.filter(a, a.type == "work")[0], {
		"employeeId": externalId,
		"accountEnabled": active,
		"givenName": name.givenName,
		"surname": name.familyName,
		"jobTitle": title,
		"department": user["` + work.EnterpriseURN + `"].department,
		"costCenter": user["` + work.EnterpriseURN + `"].costCenter,
		"streetAddress": office.streetAddress,
		"city": office.locality,
		"state": office.region,
		"postalCode": office.postalCode,
		"country": office.country,
		"companyName": "Contoso",
		"userType": "Member",
		"mail": has(user.emails) ? emails.filter(e, e.type == "work")[0].value : userName,
		"parentDistinguishedName": ` + celUnits + `[?office.locality].orValue("OU=Default,OU=Users,DC=contoso,DC=com"),
		"displayName": joined(", ", name.familyName, name.givenName),
		"userPrincipalName": joined("@", externalId, "contoso.com"),
		"telephoneNumber": localPhone(phoneNumbers.filter(p, p.type == "work")[0].value),
		"employeeHireDate": formatDate(user["` + work.HRURN + `"].HireDate, "20060102150405.0Z", "2006-01-02")
	})`
)

// activation resolves the variables without a map around every user.
type activation struct{ user map[string]any }

// ResolveName returns the user, or one of the user's attributes.
func (a *activation) ResolveName(name string) (any, bool) {
	// The variable user is the whole record; all others are its attributes.
	if name == "user" {
		return a.user, true
	}
	v, ok := a.user[name]
	return v, ok
}

// Parent returns nil, since there is no outer scope.
func (a *activation) Parent() cel.Activation { return nil }

// celText compiles an expression that returns a text. The conversion to a Go string is part of what is measured, as it is on all sides.
func celText(env *cel.Env, source string) (func(user map[string]any) string, error) {
	eval, err := celProgram(env, source)
	if err != nil {
		return nil, err
	}
	return func(user map[string]any) string { return eval(user).Value().(string) }, nil
}

// celEntra compiles task h. CEL returns a map of its own values, which is copied into one of Go's: that is what the other sides return.
func celEntra(env *cel.Env) (func(user map[string]any) map[string]any, error) {
	eval, err := celProgram(env, celEntraSource)
	if err != nil {
		return nil, err
	}
	return func(user map[string]any) map[string]any {
		result := eval(user).(traits.Mapper)
		attributes := make(map[string]any, int(result.Size().(types.Int)))
		for it := result.Iterator(); it.HasNext() == types.True; {
			name := it.Next()
			attributes[name.Value().(string)] = result.Get(name).Value()
		}
		return attributes
	}, nil
}

// celProgram keeps one activation, as a worker does.
// The function is therefore for one goroutine. OptOptimize folds constants when the expression is compiled, which is not measured.
func celProgram(env *cel.Env, source string) (func(user map[string]any) ref.Val, error) {
	ast, issues := env.Compile(source)
	if issues.Err() != nil {
		return nil, issues.Err()
	}
	prog, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return nil, err
	}
	vars := new(activation)
	return func(user map[string]any) ref.Val {
		vars.user = user
		// A failure is a mistake of this program: every expression succeeds for all users.
		v, _, err := prog.Eval(vars)
		if err != nil {
			panic(fmt.Sprintf("%s: %s", source, err))
		}
		return v
	}, nil
}

// celEnv has what the library brings (strings, optional values, bind), functions of the program that embeds it, and the attributes
// of sample.
func celEnv(s *work.Service, sample map[string]any) (*cel.Env, error) {
	// Optional values are what CEL has for attributes that may be missing, such as mail.
	options := append(celFunctions(s), ext.Strings(), ext.Bindings(), cel.OptionalTypes(),
		cel.Variable("user", cel.MapType(cel.StringType, cel.DynType)))
	for name, v := range sample {
		// Texts are declared as texts, so that the checker finds overloads when it compiles instead of at each call. Other attributes are maps
		// and lists of anything.
		kind := cel.DynType
		if _, ok := v.(string); ok {
			kind = cel.StringType
		}
		options = append(options, cel.Variable(name, kind))
	}
	return cel.NewEnv(options...)
}

// celFunctions are the functions of the embedding program: the very ones that the hand-written side calls. The texts' types hold because
// the checker knows the signatures.
func celFunctions(s *work.Service) []cel.EnvOption {
	text := func(v ref.Val) string { return string(v.(types.String)) }
	str := cel.StringType
	return []cel.EnvOption{
		cel.Function("joined", cel.Overload("joined_three", []*cel.Type{str, str, str}, str,
			cel.FunctionBinding(func(args ...ref.Val) ref.Val {
				return types.String(work.Joined(text(args[0]), text(args[1]), text(args[2])))
			}))),
		cel.Function("withoutDiacritics", cel.Overload("without_diacritics", []*cel.Type{str}, str,
			cel.UnaryBinding(func(v ref.Val) ref.Val { return types.String(s.WithoutDiacritics(text(v))) }))),
		cel.Function("first", cel.Overload("first_count", []*cel.Type{str, cel.IntType}, str,
			cel.BinaryBinding(func(v, n ref.Val) ref.Val { return types.String(work.FirstRunes(text(v), int(n.(types.Int)))) }))),
		cel.Function("localPhone", cel.Overload("local_phone", []*cel.Type{str}, str,
			cel.UnaryBinding(func(v ref.Val) ref.Val { return types.String(s.LocalPhone(text(v))) }))),
		cel.Function("formatDate", cel.Overload("format_date", []*cel.Type{str, str, str}, str,
			cel.FunctionBinding(func(args ...ref.Val) ref.Val {
				return types.String(work.FormatDate(text(args[0]), text(args[1]), text(args[2])))
			}))),
	}
}
