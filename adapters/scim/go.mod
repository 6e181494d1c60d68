module github.com/attrmap/attrmap/adapters/scim

go 1.25.0

require (
	github.com/attrmap/attrmap v0.0.0
	github.com/stretchr/testify v1.12.1
)

require (
	github.com/alecthomas/participle/v2 v2.1.4 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	golang.org/x/text v0.39.0 // indirect
)

replace github.com/attrmap/attrmap => ../..
