package call

// The topics of the framework and of several functions; functions.Remark documents them.
const (
	TopicChoice        = "choice"
	TopicNull          = "null"
	TopicList          = "list"
	TopicMember        = "member"
	TopicCoercion      = "coercion"
	TopicDate          = "date"
	TopicFormat        = "format"
	TopicRegex         = "regex"
	TopicMatch         = "match"
	TopicGroup         = "group"
	TopicNullCondition = "null-condition"
	TopicRange         = "range"
)
