package bulk

import (
	"github.com/attrmap/attrmap/expr/diag"
)

// Codes of findings about bulk requests, and of issues while they are built.
const (
	// CodeInvalidJSON: the text is no JSON, or no text at all.
	CodeInvalidJSON diag.Code = "invalid-json"
	// CodeTooLarge: the text is larger than is looked at.
	CodeTooLarge diag.Code = "too-large"
	// CodeDuplicateMember: an object has two members of one name, or of names that differ in case alone.
	CodeDuplicateMember diag.Code = "duplicate-member"

	// CodeBulkSchema: the request does not name the schema of bulk requests.
	CodeBulkSchema diag.Code = "bulk-schema"
	// CodeBulkOperations: there is no list of operations, or none in it, or one that is no object.
	CodeBulkOperations diag.Code = "bulk-operations"
	// CodeTooManyOperations: the request has more than 50 operations.
	CodeTooManyOperations diag.Code = "too-many-operations"
	// CodeBulkMethod: an operation's method is not POST.
	CodeBulkMethod diag.Code = "bulk-method"
	// CodeBulkPath: an operation's path is not /Users.
	CodeBulkPath diag.Code = "bulk-path"
	// CodeMissingBulkID: an operation has no bulkId.
	CodeMissingBulkID diag.Code = "missing-bulk-id"
	// CodeDuplicateBulkID: two operations of a request have one bulkId.
	CodeDuplicateBulkID diag.Code = "duplicate-bulk-id"
	// CodeMissingData: an operation has no object in data.
	CodeMissingData diag.Code = "missing-data"

	// CodeNoMatch: the matching value is missing or empty.
	CodeNoMatch diag.Code = "missing-match"
	// CodeDuplicateMatch: two operations have one matching value.
	CodeDuplicateMatch diag.Code = "duplicate-match"
	// CodeDuplicateID: two people have one id.
	CodeDuplicateID diag.Code = "duplicate-id"
	// CodeIgnoredID: an id is sent, which the service ignores.
	CodeIgnoredID diag.Code = "ignored-id"
	// CodeEmployeeNumber: the enterprise user's employeeNumber is not the externalId.
	CodeEmployeeNumber diag.Code = "employee-number"
	// CodeClearPassword: a password is sent in clear text.
	CodeClearPassword diag.Code = "clear-text-password"
	// CodeNoManager: the manager has no value.
	CodeNoManager diag.Code = "missing-manager-value"

	// CodeMissingSchema: data of a schema are sent that the user's schemas do not name.
	CodeMissingSchema diag.Code = "missing-schema"
	// CodeUnusedSchema: the user's schemas name one of which there are no data.
	CodeUnusedSchema diag.Code = "unused-schema"
	// CodeMisspeltURN: a urn looks like a slip of another one.
	CodeMisspeltURN diag.Code = "misspelt-urn"
	// CodeBlankInURN: a urn holds a blank.
	CodeBlankInURN diag.Code = "blank-in-urn"
	// CodeFlatExtension: an extension's attribute stands beside the core attributes, under its whole name.
	CodeFlatExtension diag.Code = "flat-extension"

	// CodeDuplicateType: two elements of an array are of one type.
	CodeDuplicateType diag.Code = "duplicate-type"
	// CodeMissingType: an element of an array has no type, and no mapping can read it.
	CodeMissingType diag.Code = "missing-type"
	// CodeUnsupportedType: an element is of a type that the service does not read.
	CodeUnsupportedType diag.Code = "unsupported-type"

	// CodeBrokenRecord: a record cannot be read.
	CodeBrokenRecord diag.Code = "broken-record"
	// CodeMayBeCut: the input may have been cut off inside the record.
	CodeMayBeCut diag.Code = "may-be-cut"
	// CodeUnfitValue: a value does not fit its attribute.
	CodeUnfitValue diag.Code = "unfit-value"
)
