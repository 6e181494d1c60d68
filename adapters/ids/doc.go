// Package ids gives people identifiers that nobody has: user principal names, mail addresses, nicknames and account names, all of one token.
//
//	scheme, err := ids.Compile(ids.Config{
//		Anchor:      "employeeId",
//		Candidates:  mapping.Mapping{Expression: `Join("", ToLower(NormalizeDiacritics([givenName])), "@contoso.com")`},
//		Identifiers: []ids.Identifier{{Name: "userPrincipalName"}, {Name: "mailNickname"}},
//		First:       2, Max: 99,
//	})
//	…
//	state, err := ids.OpenState(ctx, "reserved.json", ids.StateOptions{Anchor: "employeeId"})
//	…
//	batch := scheme.NewBatch() // then AddPerson, AddAccount
//	for a, err := range batch.Assign(ctx, state) {
//		…
//		fmt.Println(a.Owner, a.Values)
//	}
//
// A [Scheme] says what candidates a person has and what is made of one: first the candidates of an expression in their order, those of
// SelectUniqueValue one by one, then numbered ones. A [Batch] has the people of one run and the accounts whose identifiers are taken. A [State] is
// who has been given what, in a file that outlives the process: it is also a provision.Reserver.
//
// # What is taken
//
// A token is free if every identifier that is made of it is:
//
//   - An address is taken if it is a value, or one of the values, of any attribute of an account, with or without a protocol before it: a
//     userPrincipalName that is another's proxyAddress is refused (documented: ObjectConflict).
//   - A value without a domain is taken if it is one of the attributes by which accounts are known: sAMAccountName, mailNickname, alias, uid. Of any
//     other attribute that people get, such as userName, the values of that attribute count.
//   - An account name is taken if an account logs on with it as what is before the @ of its userPrincipalName, and the other way round (documented for
//     Active Directory).
//   - An account that was deleted softly holds what it had; the id before its userPrincipalName is passed over (reported).
//
// Case and accents do not distinguish identifiers (reported for Active Directory, assumed for others).
//
// An identifier that the target would refuse for its characters or its length, see mapping.Profile, is none. An account name is cut to the 20 characters
// that it has, in its base, so that the number stays.
package ids
