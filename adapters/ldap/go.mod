module github.com/attrmap/attrmap/adapters/ldap

go 1.26.0

require (
	github.com/attrmap/attrmap v0.0.0
	github.com/go-asn1-ber/asn1-ber v1.5.8
	github.com/go-ldap/ldap/v3 v3.4.15
	github.com/stretchr/testify v1.12.1
	golang.org/x/text v0.40.0
)

require (
	github.com/Azure/go-ntlmssp v0.1.1 // indirect
	github.com/alecthomas/participle/v2 v2.1.4 // indirect
	github.com/google/uuid v1.6.0 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	golang.org/x/crypto v0.54.0 // indirect
)

replace github.com/attrmap/attrmap => ../..
