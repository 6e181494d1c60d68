package functions_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// custom returns a complete literal to which change is applied.
func custom(name string, change func(*functions.Spec)) functions.Spec {
	spec := functions.Spec{
		Name: name, Summary: "Gives null.", Origin: functions.Custom,
		Params: []functions.Param{{Name: "source", Doc: "anything", Each: true}},
		Eval:   func(functions.Args) (value.Value, error) { return value.Null, nil },
	}
	if change != nil {
		change(&spec)
	}
	return spec
}

func names(reg *functions.Registry) []string {
	var names []string
	for spec := range reg.All() {
		names = append(names, spec.Name)
	}
	return names
}

func TestLookup(t *testing.T) {
	t.Parallel()
	reg := functions.Standard()
	for _, row := range []struct {
		name, want string
		exact      bool
	}{
		{"ToLower", "ToLower", true},
		{"tolower", "ToLower", false},
		{"GUID", "Guid", false},
		{"Instr", "InStr", false},
		{"IsNullorEmpty", "IsNullOrEmpty", false},
		{"isnothing", "IsNull", false},
		{"", "", false},
		{"ToLower ", "", false},
		{"Skip", "", false},
	} {
		spec, exact := reg.Lookup(row.name)
		if row.want == "" {
			require.Nil(t, spec, row.name)
			continue
		}
		require.Equal(t, row.want, spec.Name, row.name)
		require.Equal(t, row.exact, exact, row.name)
	}
}

func TestStandardIsInOrder(t *testing.T) {
	t.Parallel()
	all := names(functions.Standard())
	require.True(t, slices.IsSorted(all))
	require.Same(t, functions.Standard(), functions.Standard())
}

func TestWithMakesACopy(t *testing.T) {
	t.Parallel()
	one, err := (&functions.Registry{}).With(custom("Zeta", nil))
	require.NoError(t, err)
	two, err := one.With(custom("Alpha", func(s *functions.Spec) { s.Aliases = []string{"First"} }), custom("Mid2", nil))
	require.NoError(t, err)
	require.Equal(t, []string{"Zeta"}, names(one))
	require.Equal(t, []string{"Alpha", "Mid2", "Zeta"}, names(two))
	spec, exact := two.Lookup("first")
	require.Equal(t, "Alpha", spec.Name)
	require.False(t, exact)
	spec, _ = one.Lookup("Alpha")
	require.Nil(t, spec)

	var zero functions.Registry
	spec, _ = zero.Lookup("Len")
	require.Nil(t, spec)
	require.Empty(t, names(&zero))
}

func TestWithRefuses(t *testing.T) {
	t.Parallel()
	const noName = "no expression can call it: want a name of ASCII letters, digits and _ with a letter first"
	for _, row := range []struct {
		spec functions.Spec
		want string
	}{
		{custom("Len", nil), `function "Len": the name "Len" is that of Len already`},
		{custom("LEN", nil), `function "LEN": the name "LEN" is that of Len already`},
		{custom("IsNothing", nil), `function "IsNothing": the name "IsNothing" is that of IsNull already`},
		{custom("New", func(s *functions.Spec) { s.Aliases = []string{"len"} }), `function "New": the name "len" is that of Len already`},
		{custom("New", func(s *functions.Spec) { s.Aliases = []string{"new"} }), `function "New": the name "new" is that of New already`},
		{custom("", nil), `function "": ` + noName},
		{custom("x y", nil), `function "x y": ` + noName},
		{custom("1st", nil), `function "1st": ` + noName},
		{custom("_x", nil), `function "_x": ` + noName},
		{custom("Größe", nil), `function "Größe": ` + noName},
		{custom("a.b", nil), `function "a.b": ` + noName},
		{custom("New", func(s *functions.Spec) { s.Aliases = []string{"x y"} }), `function "New": ` + noName},
		{custom("New", func(s *functions.Spec) { s.Summary = "" }), `function "New": no summary: set Summary`},
		{custom("New", func(s *functions.Spec) { s.Origin = functions.CloudSync }),
			`function "New": no source for a function of origin cloud sync: set Source to the document that describes it, or Origin to Custom`},
		{custom("New", func(s *functions.Spec) { s.CallEffects = functions.Clock }), `function "New": CallEffects without Prepare, which decides which calls have them`},
		{custom("New", func(s *functions.Spec) { s.Eval = nil }), `function "New": want exactly one of Eval, Append, Transform and Rewrite`},
		{functions.TextFunc("New", "Returns nothing.", (func(string) string)(nil)), `function "New": want exactly one of Eval, Append, Transform and Rewrite`},
		{custom("New", func(s *functions.Spec) {
			s.Append = func(_ functions.Args, dst []byte) ([]byte, error) {
				return dst, functions.ErrNull
			}
		}), `function "New": want exactly one of Eval, Append, Transform and Rewrite`},
		{custom("New", func(s *functions.Spec) {
			s.Eval, s.Params[0].Each = nil, false
			s.Transform = func(_ functions.Args, dst []byte, _ int) ([]byte, error) { return dst, nil }
		}), `function "New": Transform or Rewrite without a parameter marked Each, whose text it changes`},
		{custom("New", func(s *functions.Spec) { s.Params[0].Doc = "" }), `function "New": a parameter without Name or Doc`},
		{custom("New", func(s *functions.Spec) {
			s.Params = []functions.Param{{Name: "a", Doc: "a", Repeats: true}, {Name: "b", Doc: "b"}}
		}), `function "New": a parameter after a repeating one`},
	} {
		reg, err := functions.Standard().With(row.spec)
		require.EqualError(t, err, row.want)
		require.Nil(t, reg)
	}
}

func spec(t *testing.T, name string) *functions.Spec {
	t.Helper()
	spec, exact := functions.Standard().Lookup(name)
	require.True(t, exact, name)
	return spec
}

func TestSignatures(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Now": "Now()", "Len": "Len(String)", "Mid": "Mid(source, start, [length])", "Join": "Join(separator, source, …)",
		"Switch":         "Switch(source, [defaultValue], key, …, value, …)",
		"FormatDateTime": "FormatDateTime(source, [dateTimeStyles], inputFormat, outputFormat)",
	} {
		require.Equal(t, want, spec(t, name).Signature())
	}
}

func TestArity(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][2]int{
		"Now": {0, 0}, "Len": {1, 1}, "Mid": {2, 3}, "IIF": {3, 3}, "Join": {2, -1}, "Coalesce": {1, -1}, "SelectUniqueValue": {2, -1},
		"Switch": {4, -1}, "FormatDateTime": {3, 4}, "Replace": {1, 7}, "RandomString": {5, 6}, "InStr": {2, 4},
	} {
		least, most := spec(t, name).Arity()
		require.Equal(t, want, [2]int{least, most}, name)
	}
}

func TestParamsOfArguments(t *testing.T) {
	t.Parallel()
	of := func(name string, n int) string {
		var params []string
		for i := range n {
			p := spec(t, name).Param(i, n)
			if p == nil {
				params = append(params, "-")
				continue
			}
			params = append(params, p.Name)
		}
		return strings.Join(params, " ")
	}
	require.Equal(t, "source start length -", of("Mid", 4))
	require.Equal(t, "separator source source source", of("Join", 4))
	require.Equal(t, "source defaultValue key value key value key", of("Switch", 7))
	require.Equal(t, "source inputFormat outputFormat", of("FormatDateTime", 3))
	require.Equal(t, "source dateTimeStyles inputFormat outputFormat", of("FormatDateTime", 4))
	require.Equal(t, "-", of("Now", 1))
	for n, want := range map[int]bool{2: false, 3: true, 4: false, 5: true, 10: false} {
		require.Equal(t, want, spec(t, "Switch").Unpaired(n), n)
	}
	require.False(t, spec(t, "Join").Unpaired(5))
	pairs := func(single ...functions.Param) *functions.Spec {
		return &functions.Spec{Params: append(single, functions.Param{Name: "key", Repeats: true}, functions.Param{Name: "value", Repeats: true}), MinRepeats: 2}
	}
	require.True(t, pairs().Unpaired(1))
	require.False(t, pairs().Unpaired(2))
	odd := pairs(functions.Param{Name: "source"})
	require.False(t, odd.Unpaired(1))
	require.True(t, odd.Unpaired(2))
	require.False(t, odd.Unpaired(3))
	require.Equal(t, "key", odd.Param(3, 5).Name)
	require.Equal(t, "value", odd.Param(4, 5).Name)
	triples := &functions.Spec{Params: []functions.Param{{Name: "source"}, {Name: "a", Repeats: true}, {Name: "b", Repeats: true}, {Name: "c", Repeats: true}}}
	require.False(t, triples.Unpaired(4))
	require.True(t, triples.Unpaired(5))
	require.True(t, triples.Unpaired(6))
	require.False(t, triples.Unpaired(7))
	require.Equal(t, "a", triples.Param(4, 7).Name)
	require.Equal(t, "c", triples.Param(6, 7).Name)
	require.Equal(t, "outputFormat", spec(t, "FormatDateTime").Param(3, 3).Name, "the argument after the written ones")
	for name, want := range map[string][2]int{"Coalesce": {0, 1}, "Switch": {2, 2}, "Mid": {-1, 0}} {
		first, count := spec(t, name).Repeating()
		require.Equal(t, want, [2]int{first, count}, name)
	}
	least, most := odd.Arity()
	require.Equal(t, [2]int{5, -1}, [2]int{least, most})
	require.False(t, spec(t, "Mid").Unpaired(3))
}

func TestDescriptions(t *testing.T) {
	t.Parallel()
	for spec := range functions.Standard().All() {
		d := spec.Describe()
		require.Equal(t, spec.Signature(), d.Signature)
		require.Len(t, d.Parameters, len(spec.Params))
		require.Len(t, d.Examples, len(spec.Examples))

		page := spec.Text()
		require.Contains(t, page, spec.Summary)
		for _, p := range spec.Params {
			require.Contains(t, page, "  "+p.Name+": "+p.Doc)
		}
	}
	want := `{"name": "CRef", "signature": "CRef(value)", "summary": "Returns value as a reference to another object.",
		"parameters": [{"name": "value", "doc": "the identifier of the object, such as its distinguished name", "kind": "any",
			"null": "result is null; \"\" counts as null", "several": "each by itself", "key": "source", "keyInferred": true}],
		"result": "null or reference or list", "effects": "pure", "evidence": "documented", "origin": "cloud sync"}`
	d := spec(t, "CRef").Describe()
	d.Source, d.Notes, d.Examples = "", nil, nil
	data, err := json.Marshal(d)
	require.NoError(t, err)
	require.JSONEq(t, strings.Replace(want, `"origin"`, `"source": "", "origin"`, 1), string(data))
}

// TestSourcesHaveADate: evidence names the page and when it was read, since pages change.
func TestSourcesHaveADate(t *testing.T) {
	t.Parallel()
	for spec := range functions.Standard().All() {
		require.Regexp(t, `\((19|20)\d\d(-\d\d)?(, beta)?\)$`, spec.Source, spec.Name)
	}
}

func TestOutcomesOfExamples(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		example functions.Example
		want    string
	}{
		{functions.Example{}, "null"},
		{functions.Example{Want: []string{"a"}}, `"a"`},
		{functions.Example{Want: []string{}}, "[]"},
		{functions.Example{Want: []string{"a", "b"}}, `["a", "b"]`},
		{functions.Example{WantError: "date"}, "error: date"},
		{functions.Example{WantKind: "ignoreAttribute"}, "the attribute is left out"},
		{functions.Example{WantKind: "ignoreObject"}, "the object is left out"},
		{functions.Example{WantKind: "reference", Want: []string{"a"}}, `"a"`},
	} {
		require.Equal(t, row.want, (&functions.Spec{Examples: []functions.Example{row.example}}).Describe().Examples[0].Result)
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	require.Equal(t, "pure", functions.Pure.String())
	require.Equal(t, "clock, tenant", (functions.Tenant | functions.Clock).String())
	var texts []string
	for _, e := range []functions.Evidence{functions.Assumed, functions.Reported, functions.Inferred, functions.Documented} {
		text, err := e.MarshalText()
		require.NoError(t, err)
		texts = append(texts, string(text))
	}
	if diff := cmp.Diff([]string{"assumed", "reported", "inferred", "documented"}, texts); diff != "" {
		t.Error(diff)
	}
	for _, p := range []functions.NullPolicy{functions.NullPropagates, functions.NullIsEmpty, functions.NullIsError, functions.NullHandled, functions.NullSkipped} {
		require.NotEmpty(t, p.String())
	}
	for _, o := range []functions.Origin{functions.Reference, functions.CloudSync, functions.Undocumented, functions.Custom} {
		require.NotEmpty(t, o.String())
	}
}
