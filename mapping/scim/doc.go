// Package scim turns attributes into SCIM as it goes over the wire, and checks what others have made.
//
// It does four things:
//
//   - [Resource] builds a SCIM object from attribute paths such as emails[type eq "work"].value;
//   - [Preview] gives the requests that Entra's SCIM client would send to an application for a plan of a provisioning cycle;
//   - [BuildBulk] turns records, such as the rows of a CSV, into bulk requests for the inbound provisioning API;
//   - [CheckBulk] finds what is wrong in a bulk request, and says where.
//
// Nothing is sent, and the same input always gives the same bytes.
//
//	r := scim.NewResource("User")
//	err := r.Set(`emails[type eq "work"].value`, value.String("ann@contoso.example"))
//	body := r.AppendJSON(nil)
//
// Imports go one way: this package stands above mapping, mapping/feed and mapping/provision, and below the command.
package scim
