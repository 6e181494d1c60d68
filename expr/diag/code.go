package diag

// Code is the stable name of a finding or of an evaluation failure. Programs may compare codes; messages may change.
type Code string

// Findings of the lexer and the parser. Of these, the ones reported as warnings are tolerated spellings.
const (
	CodeEmpty            Code = "empty-expression"
	CodeTooLong          Code = "too-long"
	CodeTooDeep          Code = "too-deep"
	CodeTooManyNodes     Code = "too-many-nodes"
	CodeInvalidUTF8      Code = "invalid-utf8"
	CodeUnexpectedChar   Code = "unexpected-character"
	CodeUnexpectedEnd    Code = "unexpected-end"
	CodeMissingComma     Code = "missing-comma"
	CodeMissingParen     Code = "missing-parenthesis"
	CodeSurplusParen     Code = "surplus-parenthesis"
	CodeSurplusText      Code = "surplus-text"
	CodeMissingOperand   Code = "missing-operand"
	CodeChainedCompare   Code = "chained-comparison"
	CodeUnterminatedText Code = "unterminated-string"
	CodeUnterminatedAttr Code = "unterminated-attribute"
	CodeEmptyAttribute   Code = "empty-attribute"
	CodeCallInBrackets   Code = "call-in-brackets"
	CodeDoubledQuote     Code = "doubled-quote"
	CodeSmartQuote       Code = "typographic-quote"
	CodeBadNumber        Code = "malformed-number"
	CodeBadToken         Code = "malformed-token"
	CodeWordOperator     Code = "logical-operator"
	CodeArithmetic       Code = "arithmetic-operator"
	CodeIndexing         Code = "indexing"
	CodeCompareOperator  Code = "comparison-operator"
	CodeComment          Code = "comment"
	CodeMarkdown         Code = "markdown-residue"
	CodeEntity           Code = "character-entity"
	CodeUnknownIdent     Code = "unknown-identifier"

	CodeSingleQuotes   Code = "single-quotes"
	CodeUnknownEscape  Code = "unknown-escape"
	CodeOddWhitespace  Code = "odd-white-space"
	CodeNewlineInText  Code = "newline-in-string"
	CodeSpaceBeforeArg Code = "space-before-parenthesis"
	CodeSurplusEmpty   Code = "surplus-empty-argument"
	CodeBareConstant   Code = "bare-constant"
)

// Findings of the check: the text parses, its meaning is in doubt.
const (
	CodeUnknownFunction    Code = "unknown-function"
	CodeFunctionCase       Code = "function-case"
	CodeFunctionAlias      Code = "function-alias"
	CodeOutsideReference   Code = "outside-reference"
	CodeTooFewArguments    Code = "too-few-arguments"
	CodeTooManyArguments   Code = "too-many-arguments"
	CodeMissingArgument    Code = "missing-argument"
	CodeSwitchPairs        Code = "switch-pairs"
	CodeTooManyPairs       Code = "too-many-pairs"
	CodeArgumentKind       Code = "argument-kind"
	CodeBadConstant        Code = "bad-constant"
	CodeReplaceMode        Code = "replace-mode"
	CodeUniquePlacement    Code = "unique-value-placement"
	CodeIgnoreFlowPlace    Code = "ignore-flow-placement"
	CodeUnknownAttribute   Code = "unknown-attribute"
	CodeAttributeCase      Code = "attribute-case"
	CodeUndocumentedOption Code = "undocumented-option"
)

// Failures of an evaluation: the text is right, this object's values are not.
const (
	CodeEvalType      Code = "type"
	CodeEvalRange     Code = "range"
	CodeEvalDate      Code = "date"
	CodeEvalNumber    Code = "number"
	CodeEvalNull      Code = "null"
	CodeEvalPattern   Code = "pattern"
	CodeEvalRegex     Code = "regex-budget"
	CodeEvalConstant  Code = "argument-value"
	CodeEvalMulti     Code = "multi-valued"
	CodeEvalManyRoles Code = "many-roles"
	CodeEvalNotUnique Code = "not-unique"
	CodeEvalNoTenant  Code = "no-default-domain"
	CodeEvalRaised    Code = "raised"
	CodeEvalFlow      Code = "misplaced-flow-signal"
	CodeEvalNullCond  Code = "null-condition"
	CodeEvalLimit     Code = "limit"
	CodeEvalToken     Code = "unresolved-token"
	CodeEvalCanceled  Code = "canceled"
)

// Findings about a mapping set.
const (
	CodeNoMappings       Code = "no-mappings"
	CodeNoTarget         Code = "no-target"
	CodeTargetTwice      Code = "target-mapped-twice"
	CodeSourceTwice      Code = "two-sources"
	CodeNoMatch          Code = "no-matching-attribute"
	CodeMatchPrecedence  Code = "matching-precedence"
	CodeRequiredUnmapped Code = "required-target-unmapped"
	CodeReadOnlyTarget   Code = "read-only-target"
	CodeUniqueMapping    Code = "unique-value-mapping"
	CodeFlowNulls        Code = "flow-nulls"
	CodeFilterOperator   Code = "filter-operator"
	CodeFilterOperand    Code = "filter-operand"
	CodeFilterAttribute  Code = "filter-attribute"
)

// SyntaxCodes gives the codes that reading a text can produce, in the order of this file.
func SyntaxCodes() []Code {
	return []Code{
		CodeEmpty, CodeTooLong, CodeTooDeep, CodeTooManyNodes, CodeInvalidUTF8, CodeUnexpectedChar, CodeUnexpectedEnd,
		CodeMissingComma, CodeMissingParen, CodeSurplusParen, CodeSurplusText, CodeMissingOperand, CodeChainedCompare,
		CodeUnterminatedText, CodeUnterminatedAttr, CodeEmptyAttribute, CodeCallInBrackets, CodeDoubledQuote, CodeSmartQuote,
		CodeBadNumber, CodeBadToken, CodeWordOperator, CodeArithmetic, CodeIndexing, CodeCompareOperator, CodeComment,
		CodeMarkdown, CodeEntity, CodeUnknownIdent, CodeSingleQuotes, CodeUnknownEscape, CodeOddWhitespace, CodeNewlineInText,
		CodeSpaceBeforeArg, CodeSurplusEmpty, CodeBareConstant,
	}
}
