package docs

import (
	"encoding/json"
	"maps"
	"strings"

	"github.com/attrmap/attrmap/internal/settings"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/provision"
)

// schema is a JSON Schema, or a part of one.
type schema = map[string]any

// TestSchema returns the JSON Schema of files of tests, for editors. Package mapping/test holds that it says what its reader does.
func TestSchema() (string, error) {
	words := jobSchemas()
	file, test := object(words), object(words)
	members(file, schema{"tests": list(ref("test")), "expressions": list(ref("expression"))})
	file["anyOf"] = []any{schema{"required": []any{"tests"}}, schema{"required": []any{"expressions"}}}
	members(test, schema{
		"name": ref("text"), "source": ref("source"), "sources": oneOrMore(ref("source")), "expect": oneOrMore(ref("expectation")),
		"twice": schema{"type": "boolean", "description": "a second cycle, after all that the first one writes, writes nothing again"},
		"days":  with(with(list(ref("day")), "minItems", 1), "description", "cycles one after the other, each on what the one before has left in the target"),
	})
	test["allOf"] = []any{never("source", "sources"), never("expect", "days")}
	test["anyOf"] = []any{schema{"required": []any{"expect"}}, schema{"required": []any{"twice"}}, schema{"required": []any{"days"}}}
	root := schema{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Tests of attribute mappings",
		"description": "Files *_test.yaml and *.test.yaml that attrmap test runs; practitioners' files {Expression, InputAttributes, ExpectedResult, …} are read as they are.",
		"anyOf":       []any{ref("file"), ref("practitioner"), schema{"type": "array", "items": ref("practitioner"), "minItems": 1}},
		"$defs":       definitions(file, test),
	}
	text, err := json.MarshalIndent(root, "", "  ")
	return string(text) + "\n", err
}

func definitions(file, test schema) schema {
	null := schema{"type": "null"}
	scalar := schema{"type": []any{"string", "number", "boolean"}}
	value := schema{"description": "a value, /a regular expression/, absent, or null where there is none", "type": []any{"string", "number", "boolean", "null", "array"}}
	return schema{
		"file": file, "test": test, "text": scalar,
		"source": schema{"description": "an object, or the name of a file of some", "type": []any{"object", "string"}},
		"expectation": object(schema{
			"action": oneOrMore(enum(wordsOf(provision.Skip, provision.Staged, provision.Action.String))),
			"status": oneOrMore(enum(wordsOf(provision.Success, provision.Failure, provision.Status.String))),
			"match":  oneOrMore(enum([]string{"linked", "matched", "none"})),
			"code":   oneOrMore(ref("text")), "target": oneOrMore(ref("text")), "scope": schema{"type": "boolean"}, "only": schema{"type": "boolean"},
			"attributes": schema{"type": []any{"object", "null"}, "additionalProperties": schema{"anyOf": []any{ref("value"), ref("attribute")}}},
			"account":    schema{"description": "attributes of the account afterwards, or that there is none", "anyOf": []any{schema{"type": "object"}, enum([]string{"absent"})}},
		}),
		"day": with(with(object(schema{
			"now": with(ref("text"), "description", "the time of the day, in RFC 3339"), "source": ref("source"), "sources": oneOrMore(ref("source")),
			"changes": oneOrMore(schema{"description": "what is new of a source object since the day before", "type": []any{"object", "null"}}),
			"expect":  oneOrMore(ref("expectation")),
		}), "required", []any{"now"}), "allOf", []any{never("source", "sources"), never("source", "changes"), never("sources", "changes")}),
		"value": value,
		"attribute": with(object(schema{
			"old": schema{}, "new": schema{}, "pending": schema{}, "decision": enum(wordsOf(mapping.Flowed, mapping.Unsupported, mapping.Decision.String)),
			"error": schema{"anyOf": []any{ref("text"), null}}, "code": schema{"anyOf": []any{ref("text"), null}},
			"warnings": schema{"anyOf": []any{schema{"type": "boolean"}, list(ref("text"))}},
		}), "minProperties", 1),
		"expression": with(with(object(schema{
			"name": ref("text"), "expr": ref("text"), "target": ref("text"), "with": schema{"type": []any{"object", "null"}}, "gives": schema{}, "fails": ref("text"),
		}), "oneOf", []any{schema{"required": []any{"expr"}}, schema{"required": []any{"target"}}}), "allOf", []any{
			schema{"oneOf": []any{schema{"required": []any{"gives"}}, schema{"required": []any{"fails"}}}},
		}),
		"practitioner": schema{"type": "object", "required": []any{"Expression", "ExpectedResult"}, "properties": schema{
			"Expression": ref("text"), "InputAttributes": schema{"type": []any{"object", "null"}}, "ExpectedResult": schema{},
			"Description": schema{"anyOf": []any{ref("text"), null}}, "TargetAttributeName": schema{"anyOf": []any{ref("text"), null}},
		}},
	}
}

// jobSchemas returns the members that say how jobs are run. Null is as good as a member that is left out.
func jobSchemas() schema {
	var profiles, formats []string
	for _, p := range mapping.Profiles() {
		profiles = append(profiles, string(p))
	}
	for _, f := range feed.Formats() {
		formats = append(formats, f.String())
	}
	texts := schema{"type": "object", "additionalProperties": ref("text")}
	shapes := schema{
		"profile": enum(append([]string{"auto", "none"}, profiles...)), "tokens": texts, "stubs": texts,
		"target": oneOrMore(ref("source")), "links": schema{"type": []any{"array", "string"}, "items": schema{"type": "object"}},
		"multi": oneOrMore(ref("text")), "inFormat": enum(formats), "targetFormat": enum(formats),
		"compat": oneOrMore(enum(settings.Names(settings.Compat()))), "client": oneOrMore(enum(settings.Names(settings.Client()))),
	}
	for _, name := range []string{"syncAll", "emptyTextFlows", "hardDelete", "unlinked", "skipOutOfScopeDeletions"} {
		shapes[name] = schema{"type": "boolean"}
	}
	words := schema{
		"mapping": with(ref("text"), "description", "the mapping file or exported schema, beside the file of tests"),
		"seed":    orNull(schema{"type": "integer", "minimum": 0}, "where random values begin"),
	}
	add := func(w settings.Word) {
		s, known := shapes[w.Name].(schema)
		if !known {
			s = ref("text")
		}
		words[w.Name] = orNull(s, w.Help)
	}
	for _, w := range settings.Job() {
		add(w.Word)
	}
	for _, w := range settings.Options() {
		add(w)
	}
	return words
}

func orNull(s schema, help string) schema {
	return schema{"description": help, "anyOf": []any{s, schema{"type": "null"}}}
}

func with(s schema, name string, v any) schema {
	s[name] = v
	return s
}

// object returns the schema of an object with these members and no others.
func object(members schema) schema {
	return schema{"type": "object", "additionalProperties": false, "properties": maps.Clone(members)}
}

// members adds members to the schema of an object.
func members(s, more schema) { maps.Copy(s["properties"].(schema), more) }

// never is that an object does not have all of some members.
func never(names ...any) schema { return schema{"not": schema{"required": names}} }

func list(s schema) schema { return schema{"type": "array", "items": s} }

func oneOrMore(s schema) schema { return schema{"anyOf": []any{s, list(s)}} }

func ref(name string) schema { return schema{"$ref": "#/$defs/" + name} }

func enum(words []string) schema {
	list := make([]any, len(words))
	for i := range words {
		list[i] = strings.TrimSpace(words[i])
	}
	return schema{"enum": list}
}

// wordsOf returns the words of the constants of a type, which are numbered without gaps.
func wordsOf[T ~uint8](first, last T, word func(T) string) []string {
	var words []string
	for v := first; v <= last; v++ {
		words = append(words, word(v))
	}
	return words
}
