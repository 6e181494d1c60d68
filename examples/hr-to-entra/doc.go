// Package hrtoentra holds the example that maps an HR system's workers, sent as a SCIM bulk request, to users of Microsoft
// Entra ID:
//
//	attrmap run --schema mapping.yaml --in workers.scim.json --target users.json
package hrtoentra
