// Package servers starts directories and SCIM servers that others wrote, for tests: OpenLDAP's slapd, a domain controller of Samba, the SCIM
// server SCIMMY on Node.js, and the SCIM server of elimity-com in this process. Each listens on loopback only, on an address or a port of its
// own, keeps what it stores in a directory of its own, and ends with the test that started it.
//
//	dc := servers.Samba(t)
//	conn, err := ldap.DialURL(dc.URL)
//
// A test whose server cannot be had on this machine is skipped, and says why; where the environment has ATTRMAP_SERVERS=1, as in .ci/run servers,
// it fails.
//
// The packages below it have tests alone, which need these servers: ldap for the directory of adapters/ldap, cycles for whole cycles of provisioning.
package servers
