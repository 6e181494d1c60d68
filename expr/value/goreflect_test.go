package value_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"net/netip"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
)

type (
	dept    string
	level   int
	grade   int
	hash    []byte
	digits  [2]byte
	ratio   float32
	flag    bool
	depts   []dept
	attrs   map[dept]level
	hidden  struct{ secret string }
	stamp   time.Time
	labeled struct{ Label string }
	code    struct{ n int }
	mark    struct{ n int }
)

func (l level) String() string { return "level " + fmt.Sprint(int(l)) }

func (g grade) MarshalText() ([]byte, error) { return []byte{byte('A' + g)}, nil }

func (c code) MarshalJSON() ([]byte, error) {
	if c.n < 0 {
		return nil, errors.New("no code")
	}
	return fmt.Appendf(nil, `{"code":%d}`, c.n), nil
}

func (m *mark) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "mark %d", m.n), nil }

func to[T any](v T) *T { return &v }

// TestGoDataOfAnyType reads named types, pointers, typed lists and maps, and types that marshal themselves.
func TestGoDataOfAnyType(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 2, 1, 8, 0, 0, 0, time.UTC)
	var nothing any
	for _, row := range []struct {
		data any
		want string
	}{
		{dept("HR"), "string HR"}, {level(3), "integer 3"}, {ratio(0.5), "decimal 0.5"}, {flag(true), "boolean True"},
		{grade(1), "string B"}, // it marshals itself as text
		{time.Hour, "integer 3600000000000"}, {uintptr(7), "integer 7"},
		{to("x"), "string x"}, {to(to(7)), "integer 7"}, {(*string)(nil), "null"}, {to((*dept)(nil)), "null"}, {&nothing, "null"},
		{&at, "dateTime 2/1/2026 8:00:00 AM"}, {to(value.True), "boolean True"},
		{hash{0, 255}, "binary AP8="}, {digits{0, 255}, "binary AP8="}, {&digits{1}, "binary AQA="},
		{[]int{1, 2}, "[integer 1, integer 2]"}, {[3]string{"a"}, "[string a, string , string ]"}, {depts{"a"}, "[string a]"},
		{[]int(nil), "[]"}, {[]*int{to(1), nil}, "[integer 1, null]"}, {[]level{}, "[]"}, {[]time.Time{at}, "[dateTime 2/1/2026 8:00:00 AM]"},
		{[]any{dept("x"), []any{level(1)}}, "[string x, [integer 1]]"},
		{map[string]string{"b": "2", "a": "1"}, `object {"a":"1","b":"2"}`}, {attrs{"x": 1}, `object {"x":1}`}, {map[string]int(nil), "object {}"},
		{[]map[string]any{{"type": dept("work")}}, `[object {"type":"work"}]`},
		{map[string]any{"value": dept("x"), "list": []int{1}}, `object {"list":[1],"value":"x"}`},
		{json.RawMessage(`{"a":[1,2.50]}`), `object {"a":[1,2.5]}`}, {json.RawMessage(nil), "null"}, {json.RawMessage(`null`), "null"},
		{json.Number(""), "integer 0"}, {struct{ N json.Number }{}, `object {"N":0}`}, {big.NewInt(7), "integer 7"}, {netip.MustParseAddr("192.0.2.1"), "string 192.0.2.1"},
		{code{7}, `object {"code":7}`}, {&code{7}, `object {"code":7}`}, {[]code{{1}}, `[object {"code":1}]`},
		{&mark{7}, "string mark 7"}, {[]mark{{1}}, "[string mark 1]"}, // elements of a slice are addressable, so a method of the pointer can be called
		{uint64(math.MaxInt64), "integer 9223372036854775807"}, {to(uint64(math.MaxUint64)), "decimal 18446744073709551615"},
		{struct{}{}, "object {}"}, {labeled{"x"}, `object {"Label":"x"}`},
	} {
		v, err := value.Of(row.data)
		require.NoError(t, err, "%T %v", row.data, row.data)
		require.Equal(t, row.want, shown(v), "%T %v", row.data, row.data)
		require.NoError(t, v.Unreadable())

		inside := value.Map{"a": row.data, "o": map[string]any{"x": row.data}, "l": []any{map[string]any{"y": row.data}}}
		require.Equal(t, shown(attribute(inside, "a")), shown(attribute(inside, "o.x")), "%T inside an object", row.data)
		require.Equal(t, shown(attribute(inside, "a")), shown(attribute(inside, "l.y")), "%T inside a list", row.data)
	}
}

type (
	base struct {
		ID     int    `json:"id"`
		Shadow string `json:"shadow"`
		Left   string
	}
	other struct{ Left string }
	deep  struct{ *deeper }

	deeper struct{ Deepest string }

	worker struct {
		base
		*other
		deep
		Name     string  `json:"givenName"`
		Shadow   string  `json:"shadow"`
		Skipped  string  `json:"-"`
		Dash     string  `json:"-,"`
		Empty    string  `json:"empty,omitempty"`
		Zero     when    `json:"zero,omitzero"`
		Null     *string `json:"null"`
		Quoted   int     `json:"quoted,string"`
		Bad      string  `json:"bad\"name"`
		Plain    string
		Emails   []email           `json:"emails"`
		Extra    map[string]level  `json:"extra,omitempty"`
		Manager  *worker           `json:"manager,omitempty"`
		Embedded labeled           `json:"embedded"`
		Tags     map[string]string `json:",omitempty"`
		secret   string
	}
	email struct {
		Type  dept   `json:"type"`
		Value string `json:"value"`
	}
	when struct{ T time.Time }
)

func (w when) IsZero() bool { return w.T.IsZero() }

func (w when) MarshalText() ([]byte, error) { return []byte("at " + w.T.Format(time.DateOnly)), nil }

func someone() worker {
	return worker{
		base: base{ID: 7, Shadow: "below", Left: "l"}, other: &other{"r"}, deep: deep{&deeper{"d"}},
		Name: "Alex", Shadow: "above", Skipped: "s", Dash: "dash", Quoted: 5, Bad: "b", Plain: "p",
		Emails: []email{{"home", "h@x"}, {"work", "w@x"}}, Manager: &worker{Name: "Boss", Emails: []email{}, deep: deep{&deeper{}}}, Embedded: labeled{"e"}, secret: "x",
	}
}

// TestStructsReadAsEncodingJSONWritesThem, except for kinds that JSON lacks, and for a nil slice, which is an empty list.
func TestStructsReadAsEncodingJSONWritesThem(t *testing.T) {
	t.Parallel()
	type recursive struct {
		Next *recursive `json:",omitempty"`
		Name string
	}
	type twice struct {
		X struct{ A, B int }
		Y any `json:"y,omitempty"`
		Z *int
		S []string `json:",omitempty"`
	}
	type withString struct {
		A bool    `json:",string"`
		B float64 `json:",string"`
		C *int    `json:",string"`
		D string  `json:",string"`
		E []int   `json:",string"`
	}
	type nested struct{ base } // a name that two embedded structs have at the same level is ignored
	type ambiguous struct {
		base
		other
	}
	type tagged struct {
		base
		Other struct{ Left string } `json:"Left"`
	}
	for _, s := range []any{
		someone(), to(someone()), worker{Emails: []email{}}, recursive{&recursive{nil, "b"}, "a"}, twice{}, twice{Y: twice{}}, withString{E: []int{}}, withString{C: to(1), D: `a"b`, E: []int{}},
		nested{}, ambiguous{}, tagged{}, struct{ *base }{}, struct{ A, a int }{1, 2},
		struct {
			A any `json:"omitempty"`
		}{}, struct {
			B int `json:",omitempty,string"`
		}{1},
	} {
		text, err := json.Marshal(s)
		require.NoError(t, err)
		want, err := value.ParseJSON(string(text))
		require.NoError(t, err)
		v, err := value.Of(s)
		require.NoError(t, err)
		require.Equal(t, shown(want), shown(v), "%T", s)
	}
}

func TestAStructIsASourceOfAttributes(t *testing.T) {
	t.Parallel()
	for _, s := range []any{someone(), to(someone())} {
		o, err := value.FromStruct(s)
		require.NoError(t, err)
		for name, want := range map[string]string{
			"givenName": "string Alex", "id": "integer 7", "shadow": "string above", "Deepest": "string d", `emails[type eq "work"].value`: "string w@x",
			"manager.givenName": "string Boss", "null": "null", "empty": "absent", "Skipped": "absent", "secret": "absent", "-": "string dash",
			"Plain": "string p", "plain": "absent", "embedded.label": "string e",
		} {
			require.Equal(t, want, shown(attribute(o, name)), name)
			if name != "plain" { // below the top, names are not case-sensitive
				require.Equal(t, want, shown(attribute(value.Map{"x": s}, "x."+name)), name)
			}
		}
	}
	o, err := value.FromStruct(map[dept]any{"mail": "a@x"})
	require.NoError(t, err)
	require.Equal(t, "string a@x", shown(attribute(o, "mail")))
	for _, row := range []struct {
		data any
		want string
	}{
		{nil, "want a struct or a map with string keys, got <nil>"},
		{"x", "want a struct or a map with string keys, got string"},
		{(*worker)(nil), "want a struct or a map with string keys, got *value_test.worker"},
		{[]worker{{}}, "want a struct or a map with string keys, got []value_test.worker"},
		{hidden{}, "a Go value of type value_test.hidden cannot be an attribute value"},
		{make(chan int), "a Go value of type chan int cannot be an attribute value"},
	} {
		_, err := value.FromStruct(row.data)
		require.EqualError(t, err, row.want)
	}
}

// TestUnreadableDataIsAnError: it is never absent, wherever it is, and does not prevent reading the data beside it.
func TestUnreadableDataIsAnError(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		data any
		want string
	}{
		{make(chan int), "a Go value of type chan int cannot be an attribute value"},
		{func() {}, "a Go value of type func() cannot be an attribute value"},
		{complex(1, 1), "a Go value of type complex128 cannot be an attribute value"},
		{unsafe.Pointer(nil), "a Go value of type unsafe.Pointer cannot be an attribute value"},
		{map[int]string{}, "a Go value of type map[int]string cannot be an attribute value"},
		{&sync.Mutex{}, "a Go value of type sync.Mutex cannot be an attribute value"},
		{stamp{}, "a Go value of type value_test.stamp cannot be an attribute value"},
		{math.NaN(), "a Go value of type float64: not a number that can be held exactly"},
		{ratio(math.Inf(1)), "a Go value of type value_test.ratio: not a number that can be held exactly"},
		{json.Number("many"), "a Go value of type json.Number: not a number that can be held exactly"},
		{code{-1}, "a Go value of type value_test.code: no code"},
		{json.RawMessage(`{`), "a Go value of type json.RawMessage: 1:2: unexpected end of JSON input"},
		{[]any{"a", complex(1, 1)}, "list member 1: a Go value of type complex128 cannot be an attribute value"},
		{[]func(){nil}, "list member 0: a Go value of type func() cannot be an attribute value"},
		{map[string]any{"a": map[string]any{"b": make(chan int)}}, `member "a": member "b": a Go value of type chan int cannot be an attribute value`},
		{struct{ Done chan int }{}, `member "Done": a Go value of type chan int cannot be an attribute value`},
		{[]value.Value{value.Null, attribute(value.Map{"x": func() {}}, "x")}, "list member 1: a Go value of type func() cannot be an attribute value"},
	} {
		_, err := value.Of(row.data)
		require.EqualError(t, err, row.want)

		data := value.Map{
			"a": row.data, "o": map[string]any{"x": row.data, "y": "beside"}, "typed": map[dept]any{"x": row.data, "y": "beside"},
			"l": []any{map[string]any{"type": "work", "value": row.data}, map[string]any{"type": "home", "value": "h"}},
			"k": []any{map[string]any{"type": row.data, "value": "w"}, map[string]any{"type": "work", "value": "v"}},
			"last": []any{
				map[string]any{"type": "work", "value": "v"}, map[string]any{"type": "work", "value": "w"}, map[string]any{"type": row.data, "value": "x"},
			},
		}
		for _, source := range []value.Attributes{data, value.Fold(data), asStruct(t, data)} {
			for _, name := range []string{"a", "o.x", "typed.x", `l[type eq "work"].value`} {
				v := attribute(source, name)
				require.EqualError(t, v.Unreadable(), row.want, "%T: %s of %T", source, name, row.data)
				require.False(t, v.IsAbsent())
			}
			for _, name := range []string{"o", "l", "typed", "l.value", `l[type pr]`} {
				require.ErrorContains(t, attribute(source, name).Unreadable(), row.want, "%T: %s of %T", source, name, row.data)
			}
			for _, name := range []string{`k[type eq "work"].value`, `last[type eq "work"].value`} {
				require.Error(t, attribute(source, name).Unreadable(), "%T: which members %s are depends on %T", source, name, row.data)
			}
			require.Equal(t, "string beside", shown(attribute(source, "o.y")))
			require.Equal(t, "string beside", shown(attribute(source, "typed.y")))
			require.Equal(t, "string h", shown(attribute(source, `l[type eq "home"].value`)))
		}
	}
	_, err := value.Of([]any{math.NaN()})
	require.ErrorIs(t, err, value.ErrNumber)
	_, err = value.Of(time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC))
	require.ErrorContains(t, err, "a Go value of type time.Time: ")
}

func asStruct(t *testing.T, data value.Map) *value.Object {
	t.Helper()
	o, err := value.FromStruct(data)
	require.NoError(t, err)
	return o
}

type node struct {
	Name        string
	Left, Right *node
}

// TestCyclicDataIsAnError, and so is data that contains the same data many times.
func TestCyclicDataIsAnError(t *testing.T) {
	t.Parallel()
	ring := &node{Name: "a"}
	ring.Left, ring.Right = ring, ring
	m := map[string]any{}
	m["x"], m["y"] = m, m
	list := []any{nil, nil}
	list[0], list[1] = list, list
	named := ringMap{}
	named["x"], named["y"] = named, named
	var p any
	p = &p
	for _, data := range []any{ring, m, list, named, value.Map{"m": m}} {
		_, err := value.Of(data)
		require.ErrorContains(t, err, "contains itself", "%T", data)
		require.Less(t, len(err.Error()), 200)
	}
	_, err := value.Of(p)
	require.ErrorContains(t, err, "contains itself")

	var long any
	for range 2000 {
		long = []any{long}
	}
	_, err = value.Of(long)
	require.ErrorContains(t, err, "nested deeper than 1000 levels")

	_, err = value.Of(slices.Repeat([]*node{{Name: "what is shared is no cycle"}}, 3))
	require.NoError(t, err)
	if testing.Short() {
		return
	}
	shared := []any{"x"}
	for range 60 { // 2 to the power of 60 values
		shared = []any{shared, shared}
	}
	_, err = value.Of(shared)
	require.ErrorContains(t, err, "more than 4194304 values in one attribute")
}

type ringMap map[dept]any

// TestReadingTypedDataIsQuick: tags are parsed once for each type.
func TestReadingTypedDataIsQuick(t *testing.T) {
	s := labeled{"x"}
	_, err := value.Of(s)
	require.NoError(t, err)
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { _, _ = value.Of(&s) }), 6.0)
	d := value.Map{"dept": dept("HR"), "level": level(1)}
	path := value.ParsePath("dept")
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { d.Attribute(&path) }), 2.0)
	require.Equal(t, reflect.String, reflect.TypeOf(dept("")).Kind())
}
