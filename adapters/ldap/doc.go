// Package ldap answers the questions of a provisioning cycle from a directory on the network: Active Directory, or any other server of LDAP.
//
//	directory, err := ldap.Open(ctx, "ldaps://dc1.contoso.com/DC=contoso,DC=com", ldap.Options{Credentials: credentials})
//	defer directory.Close()
//	cycle := engine.NewCycle(provision.World{Directory: directory})
//
// It reads and never writes. A module of its own has it, so that programs without it link no network.
//
// # What an answer is
//
// Questions for one attribute are asked together, 50 at a time, in one filter, and only for the attributes that the cycle wants. Which
// question an entry answers is decided as a cycle compares: without case, names by their parts. A server may find more equal than that: Active
// Directory ignores accents, others ignore spaces. Its word counts, since it is the one that would refuse a second account, and the one that the
// provisioning agent asks for the account of a person (inferred): an entry that answers none of several questions makes each of them be asked by
// itself. Only what is to be compared with case is compared here, since hardly any server can.
//
// An answer is whole or an error. Limits of the server (sizeLimitExceeded, adminLimitExceeded, timeLimitExceeded) make the questions be asked in
// smaller portions, and fail the one that still does not fit; a referral, an answer that breaks off and a base that does not exist are errors; busy servers and lost
// connections are asked again after a while. "Nothing" is only what a server has said with success.
//
// # Active Directory
//
// The ID of an object is its objectGUID as text, and its Reference the distinguished name; elsewhere the ID is the entryUUID (RFC 4530), or the
// distinguished name where the server has none. Objects have the attributes that exports have when attrmap reads them: accountDisabled and its like
// from userAccountControl and groupType, parentDistinguishedName, bytes as bytes, times of Windows (accountExpires, pwdLastSet) as the whole
// numbers that they are stored as, and all values of attributes that the server returns in ranges (documented: MS-ADTS 3.1.1.3.1.3.3).
//
// The base is the whole world: uniqueness is known below it alone. Choose the domain rather than an organizational unit, and the port of the
// global catalogue for a forest: that one has only some attributes of objects, and a question for others, or of one who wants others, is an error.
//
// # Concurrency
//
// A [Directory] is safe for concurrent use. It keeps up to [Options].Connections connections, each with one request at a time.
package ldap
