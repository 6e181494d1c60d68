module github.com/attrmap/attrmap/adapters/cmd/attrmap-live

go 1.25.0

require (
	github.com/attrmap/attrmap v0.0.0
	github.com/attrmap/attrmap/adapters/scim v0.0.0
	github.com/elimity-com/scim v0.0.0-20240320110924-172bf2aee9c8
	github.com/rogpeppe/go-internal v1.16.0
	github.com/stretchr/testify v1.12.1
)

require github.com/gofrs/flock v0.13.0 // indirect

require (
	github.com/alecthomas/kong v1.17.0 // indirect
	github.com/alecthomas/participle/v2 v2.1.4 // indirect
	github.com/antchfx/xpath v1.3.9 // indirect
	github.com/attrmap/attrmap/adapters/ids v0.0.0
	github.com/di-wu/parser v0.2.2 // indirect
	github.com/di-wu/xsd-datetime v1.0.0 // indirect
	github.com/rivo/uniseg v0.4.7 // indirect
	github.com/scim2/filter-parser/v2 v2.2.0 // indirect
	github.com/theory/jsonpath v0.12.3 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	go.yaml.in/yaml/v4 v4.0.0 // indirect
	golang.org/x/sys v0.46.0 // indirect
	golang.org/x/term v0.44.0 // indirect
	golang.org/x/text v0.39.0 // indirect
	golang.org/x/tools v0.47.0 // indirect
)

replace github.com/attrmap/attrmap => ../../..

replace github.com/attrmap/attrmap/adapters/scim => ../../scim

replace github.com/attrmap/attrmap/adapters/ids => ../../ids
