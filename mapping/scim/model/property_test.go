package model_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/mapping/scim/model"
)

// reference is RFC 7644, 3.5.2, a second time, over plain JSON: the attributes that the property draws, and nothing else.
type reference map[string]any

// kinds of the attributes that are drawn; the parts of complex ones have the kind text, but for primary.
var (
	drawnTexts   = []string{"title", "nickName", "userName"}
	drawnParts   = []string{"givenName", "familyName"}
	drawnMany    = []string{"emails", "roles"}
	drawnMembers = []string{"value", "type", "display", "primary"}
)

// operation is one that is drawn: a path in parts, of which the model gets the text.
type operation struct {
	op, attr, filterOn, filterBy, part string
	extension, flat                    bool // flat: the path is a name in a value without one
	value                              any
}

func (o operation) path() string {
	p := o.attr
	if o.extension {
		p = enterprise + ":" + p
	}
	if o.filterOn != "" {
		p += "[" + o.filterOn + ` eq ` + o.filterBy + "]"
	}
	if o.part != "" {
		p += "." + o.part
	}
	return p
}

// apply applies an operation, and reports whether the RFC has it refused.
func (r reference) apply(o operation) (refused bool) {
	in := r
	if o.extension {
		extension, _ := r[enterprise].(map[string]any)
		if extension = maps.Clone(extension); extension == nil {
			extension = map[string]any{}
		}
		in = extension
		defer func() {
			if delete(r, enterprise); len(in) > 0 {
				r[enterprise] = map[string]any(in)
			}
		}()
	}
	if o.op == "add" && o.value == nil {
		return !o.flat
	}
	if slices.Contains(drawnMany, o.attr) {
		return in.many(o)
	}
	if o.part != "" {
		parts, _ := in[o.attr].(map[string]any)
		if parts = maps.Clone(parts); parts == nil {
			parts = map[string]any{}
		}
		if refused := set(parts, o.part, o); refused {
			return true
		}
		if delete(in, o.attr); len(parts) > 0 {
			in[o.attr] = parts
		}
		return false
	}
	if o.attr == "userName" && (o.op == "remove" || o.value == nil || o.value == "") {
		return true
	}
	return set(in, o.attr, o)
}

// set sets or removes a member that is one text or one boolean.
func set(in map[string]any, name string, o operation) (refused bool) {
	if o.op == "remove" || o.value == nil {
		delete(in, name)
		return false
	}
	_, isBoolean := o.value.(bool)
	_, isText := o.value.(string)
	if wants := name == "active" || name == "primary"; wants != isBoolean || !wants && !isText {
		return true
	}
	in[name] = o.value
	return false
}

// many applies an operation to an array.
func (r reference) many(o operation) (refused bool) {
	var elements []map[string]any
	for _, e := range asList(r[o.attr]) {
		elements = append(elements, maps.Clone(e.(map[string]any)))
	}
	primary := -1
	switch {
	case o.filterOn == "" && o.part == "" && o.op == "remove":
		elements = nil
	case o.filterOn == "" && o.part == "":
		added, isList := o.value.([]any)
		if one, isObject := o.value.(map[string]any); isObject && o.op == "add" {
			added, isList = []any{one}, true
		}
		if o.value != nil && (!isList || !areElements(added)) {
			return true
		}
		if o.op == "replace" {
			elements = nil
		}
		for _, a := range added {
			e := a.(map[string]any)
			at := slices.IndexFunc(elements, func(have map[string]any) bool { return same(have, e) })
			if at < 0 {
				elements, at = append(elements, map[string]any{}), len(elements)
			}
			maps.Copy(elements[at], e)
			if e["primary"] == true {
				primary = at
			}
		}
	default:
		matched := false
		if o.filterOn == "" && len(elements) == 0 && o.op != "remove" {
			elements = append(elements, map[string]any{})
		}
		for i, e := range elements {
			if !chosen(e, o) {
				continue
			}
			matched = true
			switch {
			case o.part != "":
				if set(e, o.part, o) {
					return true
				}
			case o.op == "remove", o.value == nil:
				clear(e)
			default:
				v, isObject := o.value.(map[string]any)
				if !isObject || !areElements([]any{v}) {
					return true
				}
				if o.op == "replace" {
					clear(e)
				}
				maps.Copy(e, v)
			}
			if e["primary"] == true {
				primary = i
			}
		}
		if !matched && o.filterOn != "" && o.op != "remove" {
			return true
		}
	}
	delete(r, o.attr)
	var kept []any
	for i, e := range elements {
		if primary >= 0 && i != primary && e["primary"] == true {
			e["primary"] = false
		}
		if len(e) > 0 {
			kept = append(kept, e)
		}
	}
	if len(kept) > 0 {
		r[o.attr] = kept
	}
	return false
}

func asList(v any) []any { list, _ := v.([]any); return list }

// same reports whether an element is the one that is added.
func same(have, added map[string]any) bool {
	text := func(v any) string { s, _ := v.(string); return s }
	if added["value"] == nil || text(added["value"]) == "" {
		a, _ := json.Marshal(have)
		b, _ := json.Marshal(added)
		return string(a) == string(b)
	}
	return have["value"] == added["value"] && (added["type"] == nil || strings.EqualFold(text(have["type"]), text(added["type"])))
}

// areElements reports whether all are objects of the parts that are drawn.
func areElements(list []any) bool {
	primary := 0
	for _, e := range list {
		o, ok := e.(map[string]any)
		if !ok {
			return false
		}
		for name, v := range o {
			_, isBoolean := v.(bool)
			_, isText := v.(string)
			if !slices.Contains(drawnMembers, name) || (name == "primary") != isBoolean || name != "primary" && !isText {
				return false
			}
		}
		if o["primary"] == true {
			primary++
		}
	}
	return primary <= 1
}

// chosen reports whether the filter of an operation chooses an element; without one all are.
func chosen(e map[string]any, o operation) bool {
	if o.filterOn == "" {
		return true
	}
	var want any
	_ = json.Unmarshal([]byte(o.filterBy), &want)
	have, there := e[o.filterOn]
	if text, isText := have.(string); isText {
		return strings.EqualFold(text, want.(string))
	}
	return there && have == want
}

// drawElement draws an element, and now and then something that is none.
func drawElement(t *rapid.T, wrong bool) any {
	if wrong && rapid.IntRange(0, 9).Draw(t, "wrong") == 0 {
		return rapid.SampledFrom([]any{"text", true, map[string]any{"shoeSize": "x"}, map[string]any{"primary": "True"}, map[string]any{"value": 1.0}}).Draw(t, "no element")
	}
	e := map[string]any{}
	for _, name := range []string{"value", "type", "display"} {
		if rapid.Bool().Draw(t, name) {
			e[name] = rapid.SampledFrom([]string{"a", "b", "A"}).Draw(t, "text")
		}
	}
	if rapid.IntRange(0, 2).Draw(t, "marks") == 0 {
		e["primary"] = rapid.Bool().Draw(t, "primary")
	}
	if len(e) == 0 {
		e["value"] = "c"
	}
	return e
}

// drawOperation draws an operation.
func drawOperation(t *rapid.T) operation {
	o := operation{op: rapid.SampledFrom([]string{"add", "replace", "remove"}).Draw(t, "op")}
	simple := rapid.SampledFrom([]any{"a", "b", "", nil, true, "True", 1.0, []any{"a"}})
	switch rapid.IntRange(0, 5).Draw(t, "attribute") {
	case 0:
		o.attr, o.value = rapid.SampledFrom(append([]string{"active"}, drawnTexts...)).Draw(t, "name"), simple.Draw(t, "value")
	case 1:
		o.attr, o.part, o.value = "name", rapid.SampledFrom(drawnParts).Draw(t, "part"), simple.Draw(t, "value")
	case 2:
		o.attr, o.extension, o.value = rapid.SampledFrom([]string{"department", "division"}).Draw(t, "name"), true, simple.Draw(t, "value")
	default:
		o.attr = rapid.SampledFrom(drawnMany).Draw(t, "array")
		if rapid.Bool().Draw(t, "filtered") {
			o.filterOn = rapid.SampledFrom(drawnMembers).Draw(t, "by")
			o.filterBy = rapid.SampledFrom([]string{`"a"`, `"B"`}).Draw(t, "operand")
			if o.filterOn == "primary" {
				o.filterBy = "true"
			}
		}
		if rapid.Bool().Draw(t, "of a part") {
			o.part, o.value = rapid.SampledFrom(drawnMembers).Draw(t, "part"), simple.Draw(t, "value")
			break
		}
		o.value = drawElement(t, true)
		if o.filterOn == "" && rapid.IntRange(0, 4).Draw(t, "list") > 0 {
			list := []any{}
			for range rapid.IntRange(0, 3).Draw(t, "elements") {
				list = append(list, drawElement(t, true))
			}
			o.value = list
		}
	}
	if o.op == "remove" {
		o.value = nil
	} else {
		o.flat = rapid.IntRange(0, 3).Draw(t, "flat") == 0
	}
	return o
}

// body returns the operation as it is sent.
func (o operation) body() map[string]any {
	switch {
	case o.op == "remove":
		return map[string]any{"op": o.op, "path": o.path()}
	case o.flat:
		return map[string]any{"op": o.op, "value": map[string]any{o.path(): o.value}}
	}
	return map[string]any{"op": o.op, "path": o.path(), "value": o.value}
}

// Whatever a resource has and whatever operations come: the model leaves what a second reading of the RFC leaves, and refuses what it refuses.
func TestTheModelAgreesWithASecondReadingOfTheRFC(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := reference{"userName": "ann"}
		for _, name := range drawnMany {
			var list []any
			for range rapid.IntRange(0, 3).Draw(t, "has") {
				e := drawElement(t, false).(map[string]any)
				if delete(e, "primary"); len(e) == 0 {
					e["value"] = "c"
				}
				list = append(list, e)
			}
			if len(list) > 0 {
				if rapid.Bool().Draw(t, "marked") {
					list[0].(map[string]any)["primary"] = true
				}
				want[name] = list
			}
		}
		text, err := json.Marshal(want)
		require.NoError(t, err)
		strict, tolerant := model.New(model.Options{}), model.New(model.Options{Profile: model.Tolerant, KeepsEmpty: true})
		strict.Put("/Users/1", objectIn(t, string(text)))
		tolerant.Put("/Users/1", objectIn(t, string(text)))
		for range rapid.IntRange(1, 4).Draw(t, "requests") {
			var operations []operation
			var body []any
			for range rapid.IntRange(1, 3).Draw(t, "operations") {
				o := drawOperation(t)
				operations, body = append(operations, o), append(body, o.body())
			}
			text, err := json.Marshal(map[string]any{"schemas": []string{"urn:ietf:params:scim:api:messages:2.0:PatchOp"}, "Operations": body})
			require.NoError(t, err)
			after, refused := want.copy(), 0
			for i := 0; i < len(operations) && refused == 0; i++ {
				if after.apply(operations[i]) {
					refused = i + 1
				}
			}
			answer := strict.Do("PATCH", "/Users/1", text)
			require.Equal(t, refused, answer.Operation, "%s after %s: %s", text, want.text(), answer.Detail)
			if refused == 0 {
				want = after
				// What the strict profile takes, the tolerant one takes, too.
				require.Equal(t, 204, tolerant.Do("PATCH", "/Users/1", text).Status)
			}
			require.JSONEq(t, want.text(), held(strict), "%s", text)
		}
	})
}

func (r reference) copy() reference {
	c := reference{}
	_ = json.Unmarshal([]byte(r.text()), &c)
	return c
}

func (r reference) text() string { text, _ := json.Marshal(map[string]any(r)); return string(text) }

// held returns what a server has of the user, without what it says of it itself.
func held(s *model.Server) string {
	text, _ := s.Attributes("/Users/1").MarshalJSON()
	var o map[string]any
	_ = json.Unmarshal(text, &o)
	delete(o, "id")
	text, _ = json.Marshal(o)
	return string(text)
}
