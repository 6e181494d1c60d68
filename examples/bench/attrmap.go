package main

import (
	"context"
	"fmt"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

const (
	attrmapAddress = `Join("@", NormalizeDiacritics(StripSpaces(Join(".", [PreferredFirstName], [PreferredLastName]))), "contoso.com")`
	attrmapAlias   = `ToLower(Mid(` + attrmapAddress + `, 1, 20))`
	attrmapCountry = `IIF([country]="USA", [country], [department])`
	attrmapPhone   = `Replace([telephoneNumber], ` + attrmapPhoneArguments
	attrmapDate    = `FormatDateTime([hireDate], ` + attrmapDateArguments
	attrmapMail    = `Coalesce([mail], [userPrincipalName])`
	attrmapUnit    = `Switch([Municipality], ` + attrmapUnitPairs

	attrmapPhoneArguments = `, "\\+(?<isdCode>\\d* )(?<phoneNumber>\\d{10})", , "${phoneNumber}", , )`
	attrmapDateArguments  = `, "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")`
	attrmapUnitPairs      = `"OU=Default,OU=Users,DC=contoso,DC=com", ` +
		`"Dallas", "OU=Dallas,OU=Users,DC=contoso,DC=com", "Austin", "OU=Austin,OU=Users,DC=contoso,DC=com", ` +
		`"Seattle", "OU=Seattle,OU=Users,DC=contoso,DC=com", "London", "OU=London,OU=Users,DC=contoso,DC=com")`
)

// attrmapText keeps one environment, as a worker that maps many objects does.
func attrmapText(source string) (func(user map[string]any) string, error) {
	prog, err := expr.Compile(source)
	if err != nil {
		return nil, err
	}
	env := new(expr.Env)
	return func(user map[string]any) string {
		env.Attrs = value.Map(user)
		v, err := prog.Eval(env)
		if err != nil {
			panic(fmt.Sprintf("%s: %s", source, err)) // the users are ours: all of them succeed
		}
		return v.Text()
	}, nil
}

// attrmapEntra asks for the values alone, as the other engines give no more; mapper.Map would tell every decision.
func attrmapEntra() (func(user map[string]any) map[string]any, error) {
	mapper, err := entraSet().Compile(mapping.Options{})
	if err != nil {
		return nil, err
	}
	worker, size := mapper.NewEvaluator(), len(mapper.Set().Mappings)
	return func(user map[string]any) map[string]any {
		attributes := make(map[string]any, size)
		if err := worker.AppendMap(context.Background(), value.Map(user), attributes); err != nil {
			panic(fmt.Sprintf("user %v: %s", user["externalId"], err))
		}
		return attributes
	}, nil
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
		{Target: "parentDistinguishedName", Expression: `Switch([` + office + `locality], ` + attrmapUnitPairs},
		{Target: "displayName", Expression: `Join(", ", [name.familyName], [name.givenName])`},
		{Target: "userPrincipalName", Expression: `Join("@", [externalId], "contoso.com")`},
		{Target: "telephoneNumber", Expression: `Replace([phoneNumbers[type eq "work"].value], ` + attrmapPhoneArguments},
		{Target: "employeeHireDate", Expression: `FormatDateTime([` + hrURN + `:HireDate], ` + attrmapDateArguments},
	}}
}
