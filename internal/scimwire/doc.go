// Package scimwire writes SCIM as it goes over the wire: objects built from attribute paths ([Resource], [Path]), and the requests of
// Entra's SCIM client for a plan ([Preview]).
//
// Packages mapping/scim and mapping/bulk are its doors; what they do not need is private.
package scimwire
