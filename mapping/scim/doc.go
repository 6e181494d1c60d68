// Package scim turns attributes into SCIM as it goes over the wire.
//
// It does two things:
//
//   - [Resource] builds a SCIM object from attribute paths such as emails[type eq "work"].value;
//   - [Preview] gives the requests that Entra's SCIM client would send to an application for a plan of a provisioning cycle.
//
// Nothing is sent, and the same input always gives the same bytes.
//
//	r := scim.NewResource("User")
//	err := r.Set(`emails[type eq "work"].value`, value.String("ann@contoso.example"))
//	body := r.AppendJSON(nil)
//
// Imports go one way: this package is above mapping and mapping/provision, and below mapping/bulk and the command.
package scim
