package work

import (
	"context"
	"fmt"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// The tasks a to g in our language.
const (
	AddressSource = `Join("@", NormalizeDiacritics(StripSpaces(Join(".", [PreferredFirstName], [PreferredLastName]))), "contoso.com")`
	AliasSource   = `ToLower(Mid(` + AddressSource + `, 1, 20))`
	CountrySource = `IIF([country]="USA", [country], [department])`
	PhoneSource   = `Replace([telephoneNumber], , "\\+(?<isdCode>\\d* )(?<phoneNumber>\\d{10})", , "${phoneNumber}", , )`
	DateSource    = `FormatDateTime([hireDate], , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")`
	MailSource    = `Coalesce([mail], [userPrincipalName])`
	UnitSource    = `Switch([Municipality], ` + unitPairs
	unitPairs     = `"OU=Default,OU=Users,DC=contoso,DC=com", ` +
		`"Dallas", "OU=Dallas,OU=Users,DC=contoso,DC=com", "Austin", "OU=Austin,OU=Users,DC=contoso,DC=com", ` +
		`"Seattle", "OU=Seattle,OU=Users,DC=contoso,DC=com", "London", "OU=London,OU=Users,DC=contoso,DC=com")`
)

// Text compiles an expression to a function of a flat user. The function keeps one environment, as a worker that maps many objects
// does, and panics where the expression fails: the users are ours, all of them succeed.
func Text(source string) (func(user map[string]any) string, error) {
	prog, err := expr.Compile(source)
	if err != nil {
		return nil, err
	}
	// A new environment for each user would be measured, and no worker makes one.
	env := new(expr.Env)
	return func(user map[string]any) string {
		env.Attrs = value.Map(user)
		v, err := prog.Eval(env)
		if err != nil {
			panic(fmt.Sprintf("%s: %s", source, err))
		}
		return v.Text()
	}, nil
}

// EntraMap compiles EntraSet to a function of a SCIM user that returns the values alone, as plain Go data; Mapper.Map would report every
// decision.
func EntraMap() (func(user map[string]any) map[string]any, error) {
	mapper, err := EntraSet().Compile(mapping.Options{})
	if err != nil {
		return nil, err
	}
	// The map is made in its final size, as the literal of the hand-written side is.
	worker, size := mapper.NewEvaluator(), len(mapper.Set().Mappings)
	return func(user map[string]any) map[string]any {
		attributes := make(map[string]any, size)
		if err := worker.AppendMap(context.Background(), value.Map(user), attributes); err != nil {
			panic(fmt.Sprintf("user %v: %s", user["externalId"], err))
		}
		return attributes
	}, nil
}

// EntraSet is the mapping of task h: a SCIM user to 20 attributes.
// It has rows of every kind: direct, from extensions and from elements of arrays, constants, and the functions of the tasks a to g.
func EntraSet() *mapping.Set {
	const office = `addresses[type eq "work"].`
	return &mapping.Set{Mappings: []mapping.Mapping{
		// The matching attribute flows like the others; matching itself is not part of the task.
		{Target: "employeeId", From: "externalId", Match: 1},
		{Target: "accountEnabled", From: "active"},
		{Target: "givenName", From: "name.givenName"},
		{Target: "surname", From: "name.familyName"},
		{Target: "jobTitle", From: "title"},
		{Target: "department", From: EnterpriseURN + ":department"},
		{Target: "costCenter", From: EnterpriseURN + ":costCenter"},
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
		{Target: "employeeHireDate", Expression: `FormatDateTime([` + HRURN + `:HireDate], , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")`},
	}}
}
