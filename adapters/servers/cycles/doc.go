// Package cycles has tests alone: cycles of provisioning against servers that others wrote, see package servers. 500 made-up people with names that
// LDAP, LDIF and SCIM take only if they are written with care, and their groups, come, change and stay as they are. After each cycle the server has
// what the plans say, value by value; what it refuses was foretold; and the same people again are no change.
//
//	ATTRMAP_SERVERS=1 go test -v ./...
package cycles
