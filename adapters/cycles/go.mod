module github.com/attrmap/attrmap/adapters/cycles

go 1.26.0

replace (
	github.com/attrmap/attrmap => ../..
	github.com/attrmap/attrmap/adapters/ldap => ../ldap
	github.com/attrmap/attrmap/adapters/scim => ../scim
	github.com/attrmap/attrmap/adapters/servers => ../servers
)

require (
	github.com/attrmap/attrmap v0.0.0
	github.com/attrmap/attrmap/adapters/ldap v0.0.0
	github.com/attrmap/attrmap/adapters/scim v0.0.0
	github.com/attrmap/attrmap/adapters/servers v0.0.0
	github.com/go-ldap/ldap/v3 v3.4.15
	github.com/stretchr/testify v1.12.1
	golang.org/x/text v0.44.0
)

require (
	github.com/Azure/go-ntlmssp v0.1.1 // indirect
	github.com/alecthomas/participle/v2 v2.1.4 // indirect
	github.com/di-wu/parser v0.2.2 // indirect
	github.com/di-wu/xsd-datetime v1.0.0 // indirect
	github.com/elimity-com/scim v0.0.0-20240320110924-172bf2aee9c8 // indirect
	github.com/go-asn1-ber/asn1-ber v1.5.8 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/scim2/filter-parser/v2 v2.2.0 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	go.yaml.in/yaml/v4 v4.0.0 // indirect
	golang.org/x/crypto v0.54.0 // indirect
)
