package main

import (
	"fmt"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"github.com/attrmap/attrmap/examples/bench/work"
)

// What the language has is taken from the language (lower, slices, ?:, ??, find); the rest are functions of the program that embeds it.
const (
	langAddress = `joined("@", withoutDiacritics(replace(joined(".", PreferredFirstName, PreferredLastName), " ", "")), "contoso.com")`
	langAlias   = `lower((` + langAddress + `)[:20])`
	langCountry = `country == "USA" ? country : department`
	langPhone   = `localPhone(telephoneNumber)`
	langDate    = `formatDate(hireDate, "20060102150405.0Z", "2006-01-02")`
	// A variable that the user does not have is nil at run time; the sample that it is checked against has it.
	langMail = `mail ?? userPrincipalName`
	langUnit = `let city = Municipality; ` + langUnitOfCity

	// A map literal would be built anew for each user.
	langUnitOfCity = `(city == "Dallas" ? "OU=Dallas,OU=Users,DC=contoso,DC=com" : ` +
		`city == "Austin" ? "OU=Austin,OU=Users,DC=contoso,DC=com" : ` +
		`city == "Seattle" ? "OU=Seattle,OU=Users,DC=contoso,DC=com" : ` +
		`city == "London" ? "OU=London,OU=Users,DC=contoso,DC=com" : "OU=Default,OU=Users,DC=contoso,DC=com")`

	// The office and the city are named once and used by several attributes. A URN is no identifier, so $env is indexed by it.
	langEntra = `
		let office = find(addresses, .type == "work");
		let enterprise = $env["` + work.EnterpriseURN + `"];
		let city = office.locality;
		{
			"employeeId": externalId,
			"accountEnabled": active,
			"givenName": name.givenName,
			"surname": name.familyName,
			"jobTitle": title,
			"department": enterprise.department,
			"costCenter": enterprise.costCenter,
			"streetAddress": office.streetAddress,
			"city": city,
			"state": office.region,
			"postalCode": office.postalCode,
			"country": office.country,
			"companyName": "Contoso",
			"userType": "Member",
			"mail": emails == nil ? userName : find(emails, .type == "work").value,
			"parentDistinguishedName": ` + langUnitOfCity + `,
			"displayName": joined(", ", name.familyName, name.givenName),
			"userPrincipalName": joined("@", externalId, "contoso.com"),
			"telephoneNumber": localPhone(find(phoneNumbers, .type == "work").value),
			"employeeHireDate": formatDate($env["` + work.HRURN + `"].HireDate, "20060102150405.0Z", "2006-01-02"),
		}`
)

// langProgram checks the source against sample, which has all attributes, so that the types are known. It keeps one machine, as a
// worker does.
func langProgram[T any](s *work.Service, sample map[string]any, source string) (func(user map[string]any) T, error) {
	prog, err := expr.Compile(source, append(langFunctions(s), expr.Env(sample))...)
	if err != nil {
		return nil, err
	}
	// A machine keeps its stack from one run to the next; it is for one goroutine.
	machine := new(vm.VM)
	// A failure is a mistake of this program: every expression succeeds for all users.
	return func(user map[string]any) T {
		v, err := machine.Run(prog, user)
		if err != nil {
			panic(fmt.Sprintf("%s: %s", source, err))
		}
		return v.(T)
	}, nil
}

// The asserted types hold: the checker knows the signatures, and what is any there is text in the users.
func langFunctions(s *work.Service) []expr.Option {
	return []expr.Option{
		expr.Function("joined", func(args ...any) (any, error) {
			return work.Joined(args[0].(string), args[1].(string), args[2].(string)), nil
		}, work.Joined),
		expr.Function("withoutDiacritics", func(args ...any) (any, error) {
			return s.WithoutDiacritics(args[0].(string)), nil
		}, s.WithoutDiacritics),
		expr.Function("localPhone", func(args ...any) (any, error) {
			return s.LocalPhone(args[0].(string)), nil
		}, s.LocalPhone),
		expr.Function("formatDate", func(args ...any) (any, error) {
			return work.FormatDate(args[0].(string), args[1].(string), args[2].(string)), nil
		}, work.FormatDate),
	}
}
