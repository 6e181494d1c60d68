package graph

import "github.com/attrmap/attrmap/expr/diag"

// Codes of findings about a synchronization schema, beside those of [diag] that name the same fault in a mapping set or an expression.
const (
	CodeUnknownDirectory  diag.Code = "unknown-directory"
	CodeUnknownObject     diag.Code = "unknown-object"
	CodeUnknownMember     diag.Code = "unknown-member"
	CodeUnknownValue      diag.Code = "unknown-value"
	CodeMemberTwice       diag.Code = "member-twice"
	CodeAttributeTwice    diag.Code = "attribute-defined-twice"
	CodeTwoAnchors        diag.Code = "two-anchors"
	CodeAnchorTarget      diag.Code = "anchor-target"
	CodeTree              diag.Code = "parameter-tree"
	CodeTreeKey           diag.Code = "parameter-key"
	CodeTreeDiffers       diag.Code = "tree-and-text-differ"
	CodeManyToOne         diag.Code = "many-to-one"
	CodeReferenceSource   diag.Code = "reference-from-text"
	CodeValueType         diag.Code = "value-type"
	CodeScopeAttribute    diag.Code = "scope-attribute"
	CodeFilterType        diag.Code = "filter-type"
	CodeEmptyGroup        diag.Code = "empty-filter-group"
	CodeTwoFilters        diag.Code = "container-and-group-filter"
	CodeRolesDirect       diag.Code = "roles-mapped-directly"
	CodeRolesSyncAll      diag.Code = "roles-with-sync-all"
	CodeSecurityAttribute diag.Code = "custom-security-attribute"
	CodeChangingValue     diag.Code = "changing-value"
	CodeSoftDelete        diag.Code = "soft-delete-unmapped"
	CodeTooMany           diag.Code = "names-not-checked"
	CodeMoreFindings      diag.Code = "more-findings"
	CodeNotSimulated      diag.Code = "not-simulated"
)
