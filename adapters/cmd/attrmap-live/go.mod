module github.com/attrmap/attrmap/adapters/cmd/attrmap-live

go 1.26.0

require (
	github.com/attrmap/attrmap v0.0.0
	github.com/attrmap/attrmap/adapters/ids v0.0.0
	github.com/attrmap/attrmap/adapters/ldap v0.0.0
	github.com/attrmap/attrmap/adapters/scim v0.0.0
	github.com/attrmap/attrmap/adapters/servers v0.0.0
	github.com/elimity-com/scim v0.0.0-20240320110924-172bf2aee9c8
	github.com/go-ldap/ldap/v3 v3.4.15
	github.com/rogpeppe/go-internal v1.16.0
	github.com/stretchr/testify v1.12.1
)

require (
	github.com/Azure/go-ntlmssp v0.1.1 // indirect
	github.com/alecthomas/kong v1.17.0 // indirect
	github.com/alecthomas/participle/v2 v2.1.4 // indirect
	github.com/antchfx/xpath v1.3.9 // indirect
	github.com/di-wu/parser v0.2.2 // indirect
	github.com/di-wu/xsd-datetime v1.0.0 // indirect
	github.com/go-asn1-ber/asn1-ber v1.5.8 // indirect
	github.com/gofrs/flock v0.13.0 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/rivo/uniseg v0.4.7 // indirect
	github.com/scim2/filter-parser/v2 v2.2.0 // indirect
	github.com/theory/jsonpath v0.12.3 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	go.yaml.in/yaml/v4 v4.0.0 // indirect
	golang.org/x/crypto v0.54.0 // indirect
	golang.org/x/sys v0.47.0 // indirect
	golang.org/x/term v0.45.0 // indirect
	golang.org/x/text v0.40.0 // indirect
	golang.org/x/tools v0.47.0 // indirect
)

replace (
	github.com/attrmap/attrmap => ../../..
	github.com/attrmap/attrmap/adapters/ids => ../../ids
	github.com/attrmap/attrmap/adapters/ldap => ../../ldap
	github.com/attrmap/attrmap/adapters/scim => ../../scim
	github.com/attrmap/attrmap/adapters/servers => ../../servers
)
