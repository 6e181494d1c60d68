// Package ldif shows what Active Directory would be sent for the plans of a provisioning cycle, as LDIF (RFC 2849).
//
//	changes := ldif.New(objects) // what the target has now
//	for each plan {
//		list, err := changes.Add(plan)
//	}
//
// Nothing is sent. A change has a [Stage]: those of an earlier stage come first, so that parents, managers and members exist before others name
// them; what waits for names of objects that are created in the same cycle gets them from [Changes.Settle] when all plans have been added.
// [Change.AppendLDIF] writes what ldapmodify(1) and ldifde read.
//
// What reports must not print, and passwords, are never in a change: they are named in [Change.Left].
//
// Imports go one way: this package is above mapping/provision and below the command.
package ldif
