module github.com/attrmap/attrmap/adapters/servers

go 1.25.0

replace github.com/attrmap/attrmap => ../..
