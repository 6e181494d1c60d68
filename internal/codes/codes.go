// Package codes is the list of all codes of findings, failures and plans, and of the names of limits. Every package takes its codes from
// here, so that docs and tests have one list; users compare codes with their texts, which are stable, even where a text is older than the
// name of its constant.
//
// The constants are in the order of [Areas], which says what each means; a test compares the two.
//
// The package imports [diag] alone.
package codes

import "github.com/attrmap/attrmap/expr/diag"

// Text of an expression, found before any name in it is looked up.
const (
	Empty            diag.Code = "empty-expression"
	TooLong          diag.Code = "too-long"
	TooDeep          diag.Code = "too-deep"
	TooManyNodes     diag.Code = "too-many-nodes"
	InvalidUTF8      diag.Code = "invalid-utf8"
	UnexpectedChar   diag.Code = "unexpected-character"
	UnexpectedEnd    diag.Code = "unexpected-end"
	MissingComma     diag.Code = "missing-comma"
	MissingParen     diag.Code = "missing-parenthesis"
	SurplusParen     diag.Code = "surplus-parenthesis"
	SurplusText      diag.Code = "surplus-text"
	MissingOperand   diag.Code = "missing-operand"
	ChainedCompare   diag.Code = "chained-comparison"
	UnterminatedText diag.Code = "unterminated-string"
	UnterminatedAttr diag.Code = "unterminated-attribute"
	EmptyAttribute   diag.Code = "empty-attribute"
	CallInBrackets   diag.Code = "call-in-brackets"
	DoubledQuote     diag.Code = "doubled-quote"
	SmartQuote       diag.Code = "typographic-quote"
	BadNumber        diag.Code = "malformed-number"
	BadToken         diag.Code = "malformed-token"
	WordOperator     diag.Code = "logical-operator"
	Arithmetic       diag.Code = "arithmetic-operator"
	Indexing         diag.Code = "indexing"
	CompareOperator  diag.Code = "comparison-operator"
	Comment          diag.Code = "comment"
	Markdown         diag.Code = "markdown-residue"
	Entity           diag.Code = "character-entity"
	UnknownIdent     diag.Code = "unknown-identifier"
	SingleQuotes     diag.Code = "single-quotes"
	UnknownEscape    diag.Code = "unknown-escape"
	OddWhitespace    diag.Code = "odd-white-space"
	NewlineInText    diag.Code = "newline-in-string"
	SpaceBeforeArg   diag.Code = "space-before-parenthesis"
	SurplusEmpty     diag.Code = "surplus-empty-argument"
	BareConstant     diag.Code = "bare-constant"
)

// Meaning of an expression: found after parsing, when names and arguments are resolved.
const (
	UnknownFunction    diag.Code = "unknown-function"
	FunctionCase       diag.Code = "function-case"
	FunctionAlias      diag.Code = "function-alias"
	OutsideReference   diag.Code = "outside-reference"
	TooFewArguments    diag.Code = "too-few-arguments"
	TooManyArguments   diag.Code = "too-many-arguments"
	MissingArgument    diag.Code = "missing-argument"
	SwitchPairs        diag.Code = "switch-pairs"
	TooManyPairs       diag.Code = "too-many-pairs"
	ArgumentKind       diag.Code = "argument-kind"
	BadConstant        diag.Code = "bad-constant"
	ReplaceMode        diag.Code = "replace-mode"
	UniquePlacement    diag.Code = "unique-value-placement"
	IgnoreFlowPlace    diag.Code = "ignore-flow-placement"
	UnknownAttribute   diag.Code = "unknown-attribute"
	AttributeCase      diag.Code = "attribute-case"
	UndocumentedOption diag.Code = "undocumented-option"
)

// Failure of an evaluation, on one object's values. The same mistake in a constant is found when the expression is compiled and then
// has a code of its own, such as BadConstant.
const (
	EvalType      diag.Code = "type"
	EvalRange     diag.Code = "range"
	EvalDate      diag.Code = "date"
	EvalNumber    diag.Code = "number"
	EvalNull      diag.Code = "null"
	EvalPattern   diag.Code = "pattern"
	EvalRegex     diag.Code = "regex-budget"
	EvalConstant  diag.Code = "argument-value"
	EvalMulti     diag.Code = "multi-valued"
	EvalManyRoles diag.Code = "many-roles"
	EvalNotUnique diag.Code = "not-unique" // also where the target does not answer: either way the object is tried again later
	EvalNoTenant  diag.Code = "no-default-domain"
	EvalRaised    diag.Code = "raised"
	EvalFlow      diag.Code = "misplaced-flow-signal"
	EvalNullCond  diag.Code = "null-condition"
	EvalLimit     diag.Code = "limit"
	EvalToken     diag.Code = "unresolved-token"
	EvalCanceled  diag.Code = "canceled"
)

// Mapping set.
const (
	NoMappings       diag.Code = "no-mappings"
	NoTarget         diag.Code = "no-target"
	TargetTwice      diag.Code = "target-mapped-twice"
	SourceTwice      diag.Code = "two-sources"
	NoMatch          diag.Code = "no-matching-attribute"
	MatchPrecedence  diag.Code = "matching-precedence"
	RequiredUnmapped diag.Code = "required-target-unmapped"
	ReadOnlyTarget   diag.Code = "read-only-target"
	UniqueMapping    diag.Code = "unique-value-mapping"
	FlowNulls        diag.Code = "flow-nulls"
	FilterOperator   diag.Code = "filter-operator"
	FilterOperand    diag.Code = "filter-operand"
	FilterAttribute  diag.Code = "filter-attribute"
)

// Text of a mapping file or an exported schema.
const (
	Encoding      diag.Code = "encoding"
	Syntax        diag.Code = "syntax"
	WrongValue    diag.Code = "wrong-value"
	MemberTwice   diag.Code = "member-twice"
	UnknownMember diag.Code = "unknown-member"
	Input         diag.Code = "input"
	UnusedIgnore  diag.Code = "unused-ignore"
)

// Exported synchronization schema.
const (
	UnknownDirectory  diag.Code = "unknown-directory"
	UnknownObject     diag.Code = "unknown-object"
	UnknownReference  diag.Code = "unknown-referenced-object"
	UnknownValue      diag.Code = "unknown-value"
	AttributeTwice    diag.Code = "attribute-defined-twice"
	TwoAnchors        diag.Code = "two-anchors"
	AnchorTarget      diag.Code = "anchor-target"
	Tree              diag.Code = "parameter-tree"
	TreeKey           diag.Code = "parameter-key"
	TreeDiffers       diag.Code = "tree-and-text-differ"
	ManyToOne         diag.Code = "many-to-one"
	ReferenceSource   diag.Code = "reference-from-text"
	ValueType         diag.Code = "value-type"
	ScopeAttribute    diag.Code = "scope-attribute"
	FilterType        diag.Code = "filter-type"
	EmptyGroup        diag.Code = "empty-filter-group"
	TwoFilters        diag.Code = "container-and-group-filter"
	RolesDirect       diag.Code = "roles-mapped-directly"
	RolesSyncAll      diag.Code = "roles-with-sync-all"
	SecurityAttribute diag.Code = "custom-security-attribute"
	LacksURN          diag.Code = "extension-without-urn"
	ChangingValue     diag.Code = "changing-value"
	SoftDelete        diag.Code = "soft-delete-unmapped"
	NamesNotChecked   diag.Code = "names-not-checked"
	MoreFindings      diag.Code = "more-findings"
	NotSimulated      diag.Code = "not-simulated"
)

// API expressions of HR systems.
const (
	APISyntax   diag.Code = "api-syntax"
	APIFunction diag.Code = "api-function"
	APIPrefix   diag.Code = "api-prefix"
	APIForm     diag.Code = "api-form"
	APILanguage diag.Code = "api-language"

	JSONPathSpaces     diag.Code = "jsonpath-spaces"
	JSONPathPreHire    diag.Code = "jsonpath-pre-hire"
	JSONPathResults    diag.Code = "jsonpath-results"
	JSONPathSeveral    diag.Code = "jsonpath-several"
	JSONPathObject     diag.Code = "jsonpath-object"
	JSONPathNavigation diag.Code = "jsonpath-navigation"
	JSONPathNegative   diag.Code = "jsonpath-negative-position"
	JSONPathFunction   diag.Code = "jsonpath-function"
	JSONPathFirst      diag.Code = "jsonpath-first-employment"
)

// SCIM bulk request, and the records that it is built from.
const (
	InvalidJSON       diag.Code = "invalid-json"
	TooLarge          diag.Code = "too-large"
	DuplicateMember   diag.Code = "duplicate-member"
	BulkSchema        diag.Code = "bulk-schema"
	BulkOperations    diag.Code = "bulk-operations"
	TooManyOperations diag.Code = "too-many-operations"
	BulkSet           diag.Code = "bulk-set"
	BulkMethod        diag.Code = "bulk-method"
	BulkPath          diag.Code = "bulk-path"
	MissingBulkID     diag.Code = "missing-bulk-id"
	DuplicateBulkID   diag.Code = "duplicate-bulk-id"
	MissingData       diag.Code = "missing-data"
	MissingMatch      diag.Code = "missing-match"
	DuplicateMatch    diag.Code = "duplicate-match"
	DuplicateID       diag.Code = "duplicate-id"
	IgnoredID         diag.Code = "ignored-id"
	EmployeeNumber    diag.Code = "employee-number"
	ClearPassword     diag.Code = "clear-text-password"
	NoManager         diag.Code = "missing-manager-value"
	MissingSchema     diag.Code = "missing-schema"
	UnusedSchema      diag.Code = "unused-schema"
	MisspeltURN       diag.Code = "misspelt-urn"
	SpaceInURN        diag.Code = "blank-in-urn" // any white space
	FlatExtension     diag.Code = "flat-extension"
	DuplicateType     diag.Code = "duplicate-type"
	MissingType       diag.Code = "missing-type"
	UnsupportedType   diag.Code = "unsupported-type"
	UnknownSCIMName   diag.Code = "unknown-scim-attribute"
	WrongKind         diag.Code = "wrong-kind"
	EmptyInRequest    diag.Code = "empty-value"
	BrokenRecord      diag.Code = "broken-record"
	MayBeCut          diag.Code = "may-be-cut"
	UnfitValue        diag.Code = "unfit-value"
	MissingRequired   diag.Code = "missing-required"
)

// Values of people, as spreadsheets and exports leave them: found over all records of a file.
const (
	Scientific   diag.Code = "scientific-notation"
	SerialDate   diag.Code = "serial-date"
	CellError    diag.Code = "formula-error"
	NullText     diag.Code = "null-word"
	LostZeros    diag.Code = "lost-zeros"
	OuterSpace   diag.Code = "outer-space"
	OddCharacter diag.Code = "invisible-character"
	Garbled      diag.Code = "garbled-text"
	DateOrders   diag.Code = "two-date-orders"
	ThirdTruth   diag.Code = "third-truth"
	NearIDs      diag.Code = "nearly-same-id"
	IDTwice      diag.Code = "same-id"
)

// Plan of an object, mostly in the words of the service's logs, hence in their form: people search for what the logs show. The entries in
// [Areas] say which are names of ours.
const (
	RedundantExport     diag.Code = "RedundantExport"
	InvalidAnchor       diag.Code = "InvalidAnchor"
	StagedDelete        diag.Code = "StagedDelete"
	StagedAction        diag.Code = "StagedAction"
	NotEntitled         diag.Code = "NotEffectivelyEntitled"
	ImportSkipped       diag.Code = "ImportSkipped"
	Skipped             diag.Code = "EntrySynchronizationSkipped"
	DuplicateTarget     diag.Code = "DuplicateTargetEntries"
	DuplicateSource     diag.Code = "DuplicateSourceEntries"
	Unreadable          diag.Code = "UnreadableSource"
	Internal            diag.Code = "InternalError"
	MissingValues       diag.Code = "MissingValues"
	OneValueOnly        diag.Code = "SchemaPropertyCanOnlyAcceptValue"
	InvalidType         diag.Code = "InvalidAttributeType"
	CustomAttribute     diag.Code = "CustomSecurityAttributeNotSupported"
	UnresolvedReference diag.Code = "UnresolvedReference"
	UnsupportedFunction diag.Code = "UnsupportedFunction"
	UnsupportedMapping  diag.Code = "UnsupportedMapping"
	UnsupportedScope    diag.Code = "UnsupportedScope"
	Length              diag.Code = "MaximumLength"
	Characters          diag.Code = "InvalidCharacters"
	DateOnly            diag.Code = "DateWithoutTime"
	ObjectConflict      diag.Code = "ObjectConflict"
	ConflictingValue    diag.Code = "ConflictingUniqueValue"
	InvalidSyntax       diag.Code = "InvalidAttributeSyntax"
	LetterCase          diag.Code = "LetterCaseDiffers"
	EmptyText           diag.Code = "EmptyText"
	MissingInput        diag.Code = "MissingInput"
)
