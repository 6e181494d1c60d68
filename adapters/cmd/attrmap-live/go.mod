module github.com/attrmap/attrmap/adapters/cmd/attrmap-live

go 1.25.0

require (
	github.com/attrmap/attrmap v0.0.0
	github.com/rogpeppe/go-internal v1.16.0
)

require (
	github.com/alecthomas/kong v1.17.0 // indirect
	github.com/alecthomas/participle/v2 v2.1.4 // indirect
	github.com/antchfx/xpath v1.3.9 // indirect
	github.com/rivo/uniseg v0.4.7 // indirect
	github.com/theory/jsonpath v0.12.3 // indirect
	go.yaml.in/yaml/v4 v4.0.0 // indirect
	golang.org/x/sys v0.46.0 // indirect
	golang.org/x/term v0.44.0 // indirect
	golang.org/x/text v0.39.0 // indirect
	golang.org/x/tools v0.47.0 // indirect
)

replace github.com/attrmap/attrmap => ../../..
