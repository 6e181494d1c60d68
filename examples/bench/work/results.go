package work

// Zoe is the number of the user whose results are spelled out.
const Zoe = 1

// Results returns what the tasks must return for Zoe, by task: the sides of a benchmark could agree on a mistake.
func Results() map[string]any {
	return map[string]any{
		"a": "Zoe.Zoltowska@contoso.com",
		"b": "OU=Austin,OU=Users,DC=contoso,DC=com",
		"c": "Finance",
		"d": "zoe.zoltowska@contos",
		"e": "2255550102",
		"f": "2018-09-30",
		"g": "10012@contoso.com",
		"h": map[string]any{
			"accountEnabled": true, "city": "Austin", "companyName": "Contoso", "costCenter": "C-10012", "country": "Poland",
			"department": "Finance", "displayName": "Żółtowska, Zoë", "employeeHireDate": "2018-09-30", "employeeId": "10012",
			"givenName": "Zoë", "jobTitle": "Specialist", "mail": "10012@contoso.com",
			"parentDistinguishedName": "OU=Austin,OU=Users,DC=contoso,DC=com", "postalCode": "P-10012", "state": "R-10012",
			"streetAddress": "10012 Main Street", "surname": "Żółtowska", "telephoneNumber": "2255550102",
			"userPrincipalName": "10012@contoso.com", "userType": "Member",
		},
	}
}
