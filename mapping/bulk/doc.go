// Package bulk builds and checks SCIM bulk requests for the inbound provisioning API.
//
//   - [Build] turns records, such as the rows of a CSV, into bulk requests, by a [Map] from columns to SCIM attributes;
//   - [Check] finds what is wrong in a bulk request, and reports where.
//
// Nothing is sent, and the same input always returns the same bytes.
//
// Imports go one way: this package is above mapping/feed and mapping/scim, and below mapping/lint and the command.
package bulk
