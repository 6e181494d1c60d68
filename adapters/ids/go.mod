module github.com/attrmap/attrmap/adapters/ids

go 1.25.0

replace github.com/attrmap/attrmap => ../..

require (
	github.com/attrmap/attrmap v0.0.0
	github.com/gofrs/flock v0.13.0
	golang.org/x/text v0.39.0
)

require go.yaml.in/yaml/v3 v3.0.5 // indirect

require (
	github.com/alecthomas/participle/v2 v2.1.4 // indirect
	github.com/stretchr/testify v1.12.1
	golang.org/x/sys v0.46.0 // indirect
)
