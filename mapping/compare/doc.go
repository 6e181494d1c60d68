// Package compare finds what differs between two files of mappings, exported schemas and mapping files in any mix, and rewrites the names of
// one tenant in a schema to those of another.
//
//	var names compare.Names               // renames nothing
//	err := names.Read(file)               // unless it is told what
//	report, err := names.Diff(before, after)
//	names.Retarget(schema)
//
// Differences are those of meaning. An expression is compared as a parameter tree, which decides where it and the text differ; clauses and groups
// of a filter have no order, nor have mappings, definitions and members; a member that is left out has its default. What no run depends on
// is not compared: ids, versions, annotations of OData, times of discovery, titles of filter groups, and the metadata
// defaultSourceObjectMappings and IsCustomerDefined (assumed to be of the portal's concern alone). Members that nobody knows are compared as JSON.
package compare
