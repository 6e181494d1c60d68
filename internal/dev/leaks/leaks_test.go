package leaks_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/bulk"
	"github.com/attrmap/attrmap/mapping/bulk/delta"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/impact"
	"github.com/attrmap/attrmap/mapping/ldif"
	"github.com/attrmap/attrmap/mapping/lint"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/replay"
	"github.com/attrmap/attrmap/mapping/report"
	"github.com/attrmap/attrmap/mapping/scim"
	"github.com/attrmap/attrmap/mapping/scim/model"
	"github.com/attrmap/attrmap/mapping/sources"
	"github.com/attrmap/attrmap/mapping/test"
)

// secret is planted where nothing must print it: in the source object, in the target object and in what expressions fail on.
const secret = "PLANTEDSECRET"

// world is one of the reasons to keep a value out of what is printed.
type world struct {
	name   string
	hide   bool
	target string // of the secret attribute
	expr   string // how it is made of [s]
	fails  string // how it fails on [s]
}

var worlds = []world{
	{name: "HideValues", hide: true, target: "title", expr: `Append([s], "x")`, fails: `CDate([s])`},
	{name: "Redact", target: "title", expr: `Redact(Append([s], "x"))`, fails: `Redact(CDate(Redact([s])))`},
	{name: "a custom security attribute", target: "CustomSecurityAttributes.HR_Key", expr: `Append([s], "x")`, fails: `CDate([s])`},
}

func (w world) set() *mapping.Set {
	return &mapping.Set{
		Name:  "leaks",
		Scope: mapping.Filter{{{Attribute: "s", Operator: "IS NOT NULL"}}},
		Mappings: []mapping.Mapping{
			{Target: w.target, Expression: w.expr, Match: 1},
			{Target: "userName", From: "n", Match: 2},
		},
	}
}

// failing is the set with a mapping that fails on the secret.
func (w world) failing() *mapping.Set {
	set := w.set()
	name := w.target + "2"
	set.Mappings = append(set.Mappings, mapping.Mapping{Target: name, Expression: w.fails})
	return set
}

func (w world) source() value.Map {
	name := "ann"
	if w.hide {
		name = secret + "n"
	}
	return value.Map{"s": secret, "n": name}
}

func (w world) existing() value.Map {
	return value.Map{w.target: secret + "x", "userName": "bob", w.target + "2": secret}
}

// samples returns something of every type that holds values, made in this world.
func (w world) samples(t *testing.T) []any {
	t.Helper()
	ctx := context.Background()
	opts := mapping.Options{HideValues: w.hide}
	mapper, err := w.failing().Compile(opts)
	require.NoError(t, err)
	created, err := mapper.Map(ctx, w.source(), nil)
	require.NoError(t, err)
	updated, err := mapper.Map(ctx, w.source(), w.existing())
	require.NoError(t, err)
	explained, err := mapper.Explain(ctx, w.source(), w.existing())
	require.NoError(t, err)
	scope := mapper.ExplainFilter(mapper.Scope(), w.source())
	evaluator := mapper.NewEvaluator()
	_, failure := evaluator.Values(ctx, w.source(), nil)
	var object *mapping.ObjectError
	require.ErrorAs(t, failure, &object)
	all := []any{created, updated, explained, mapper.Matching(ctx, w.source(), false), mapper.Matching(ctx, w.source(), true), evaluator, failure, object, scope}
	all = append(all, w.conversions(t)...)
	all = append(all, w.plans(t)...)
	all = append(all, w.impact(t)...)
	all = append(all, w.tests(t)...)
	all = append(all, w.replay(t)...)
	all = append(all, w.directory(t)...)
	return append(all, inputs(t)...)
}

// impact returns what differs between a job that writes a secret and one that writes another, or fails.
func (w world) impact(t *testing.T) []any {
	t.Helper()
	side := func(set *mapping.Set, attrs value.Map) impact.Side {
		engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{Set: set, Mapping: mapping.Options{HideValues: w.hide}}}})
		require.NoError(t, err)
		sources := slices.Values([]provision.Source{{Ordinal: 1, Attrs: attrs}, {Ordinal: 2, Attrs: value.Map{"s": secret + "b", "n": attrs["n"]}}})
		return impact.Side{Engine: engine, World: provision.World{Directory: provision.NewMemory(nil)}, Sources: sources}
	}
	var all []any
	for _, byObject := range []bool{false, true} { // by objects none has a partner, so that actions change
		from, to := side(w.set(), w.source()), side(w.failing(), value.Map{"s": secret + "c", "n": w.source()["n"]})
		changes, err := impact.Compare(context.Background(), from, to, impact.Options{Limit: 2, ByObject: byObject, Keep: report.Keep})
		require.NoError(t, err)
		require.NotEmpty(t, changes.Groups)
		all = append(all, changes, page(t, changes, report.Options{From: from.Engine, To: to.Engine}))
	}
	one := side(w.failing(), w.source())
	run := impact.NewRun(one.Engine, impact.Options{Limit: 2, Keep: report.Keep})
	for plan, err := range one.Engine.NewCycle(one.World).Run(context.Background(), one.Sources, 1) {
		require.NoError(t, err)
		run.Add(plan)
	}
	return append(all, run, run.Impact(), page(t, run.Impact(), report.Options{To: one.Engine, Totals: new(provision.Totals)}))
}

// directory returns the changes of Active Directory that write a secret.
func (w world) directory(t *testing.T) []any {
	t.Helper()
	set := w.set()
	set.Mappings = append(set.Mappings, mapping.Mapping{Target: "cn", From: "n"}, mapping.Mapping{Target: "parentDistinguishedName", Constant: "DC=x"})
	engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{Set: set, Mapping: mapping.Options{HideValues: w.hide}}}})
	require.NoError(t, err)
	changes := ldif.New([]*provision.Object{{ID: "bob", Attrs: w.existing()}})
	sources := slices.Values([]provision.Source{{Ordinal: 1, Attrs: w.source()}})
	all := []any{changes, *changes}
	for plan, err := range engine.NewCycle(provision.World{Directory: provision.NewMemory(nil)}).Run(context.Background(), sources, 1) {
		require.NoError(t, err)
		list, err := changes.Add(plan)
		require.NoError(t, err)
		require.NotEmpty(t, list)
		for _, c := range list {
			all = append(all, c, string(c.AppendLDIF(nil)))
		}
	}
	return all
}

// replay returns what a log comes to whose secrets are others than those that are computed.
func (w world) replay(t *testing.T) []any {
	t.Helper()
	job := &provision.Job{Objects: []provision.ObjectMapping{{Set: w.set(), Mapping: mapping.Options{HideValues: w.hide}}}}
	log := fmt.Sprintf(`{"id": "e", "provisioningAction": "create", "sourceIdentity": {"id": "1"}, "modifiedProperties": [{"displayName": %q, "newValue": %q}]}`, w.target, secret+"d")
	people := slices.Values([]provision.Source{{Ordinal: 1, Attrs: value.Map{"s": w.source()["s"], "n": w.source()["n"], "id": "1"}}})
	report, err := replay.Run(context.Background(), job, []replay.Log{{Reader: strings.NewReader(log)}}, replay.Options{People: people, HideValues: w.hide})
	require.NoError(t, err)
	require.Len(t, report.Differences, 1)
	all := []any{report, *report, report.Differences[0]}
	for _, format := range []string{"text", "md", "json"} {
		var b strings.Builder
		require.NoError(t, report.Write(&b, format))
		all = append(all, b.String())
	}
	return all
}

// page returns a report, which has cards.
func page(t *testing.T, changes *impact.Impact, opts report.Options) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, report.Write(&b, changes, opts))
	require.NotContains(t, b.String(), `"people":[],"strings"`)
	return b.String()
}

// tests returns what failing tests report of a job that writes a secret, and of one that fails.
func (w world) tests(t *testing.T) []any {
	t.Helper()
	set, err := json.Marshal(w.failing())
	require.NoError(t, err)
	source, err := json.Marshal(w.source())
	require.NoError(t, err)
	text := fmt.Sprintf("mapping: m.json\ntests:\n  - {source: %s, twice: true, expect: {action: delete, only: true, attributes: {%[2]q: {new: x}, %[3]q: x}}}\nexpressions:\n  - {target: %[2]q, with: %[1]s, gives: x}\n",
		source, w.target, w.target+"2")
	f, err := test.Read("x_test.yaml", []byte(text))
	require.NoError(t, err)
	open := func(string) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(set)), nil }
	report := test.Run(context.Background(), []*test.File{f}, test.Options{Open: open, HideValues: w.hide})
	require.Empty(t, report.Errors())
	require.Equal(t, 2, report.Failed())
	all := []any{report}
	for _, r := range report.Tests {
		all = append(all, r)
		for _, failure := range r.Failures {
			all = append(all, failure)
		}
	}
	for _, format := range test.Formats() {
		var b strings.Builder
		require.NoError(t, report.Write(&b, format))
		all = append(all, b.String())
	}
	return all
}

// conversions returns what comes of a secret that does not fit its target attribute, and of an evaluation by hand.
func (w world) conversions(t *testing.T) []any {
	t.Helper()
	target := &mapping.Schema{Attributes: []mapping.Attribute{{Name: w.target, Type: mapping.Integer}, {Name: "userName"}}}
	mapper, err := w.set().Compile(mapping.Options{HideValues: w.hide, Target: target})
	require.NoError(t, err)
	result, err := mapper.Map(context.Background(), w.source(), nil)
	require.NoError(t, err)
	require.Equal(t, codes.InvalidType, result.Attributes[0].Code)
	all := []any{result, result.Attributes[0].Err}
	if !w.hide {
		return all
	}
	program, err := expr.Compile(w.expr, expr.WithHiddenValues())
	require.NoError(t, err)
	var evaluator expr.Evaluator
	buffer, _, _, err := evaluator.Append(program, &expr.Env{Attrs: w.source()}, nil)
	require.NoError(t, err)
	require.Contains(t, string(buffer), secret)
	return append(all, &evaluator)
}

// plans returns what provisioning makes of objects.
func (w world) plans(t *testing.T) []any {
	t.Helper()
	ctx := context.Background()
	targets := []*provision.Object{
		{ID: "t-1", Attrs: w.existing()}, provision.NewObject(w.existing(), 2, w.set()), {ID: secret, Attrs: value.Map{"userName": secret}},
	}
	directory := provision.NewMemory(targets)
	var all []any
	sources := []provision.Source{
		{Ordinal: 1, Attrs: value.Map{"s": secret + "other", "n": w.source()["n"]}}, {Ordinal: 2, Attrs: w.source()},
		{Ordinal: 3, Attrs: w.source(), Deleted: provision.HardDeleted}, {Ordinal: 4, Attrs: value.Map{"s": secret, "n": "x"}, Unassigned: true},
	}
	if w.hide { // else the error is the caller's to word
		sources = append(sources, provision.Source{Ordinal: 5, Err: fmt.Errorf("record 5: %q is wrong", secret)})
	}
	for _, set := range []*mapping.Set{w.set(), w.failing()} {
		for _, explain := range []bool{false, true} {
			engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{
				Set: set, Mapping: mapping.Options{HideValues: w.hide}, Options: provision.Options{HardDelete: true},
			}}})
			require.NoError(t, err)
			cycle := engine.NewCycle(provision.World{Directory: directory})
			applied, taken := provision.NewApplied(targets), new(provision.Reservations)
			_, err = taken.Reserve(ctx, "userName", secret, secret)
			require.NoError(t, err)
			query := provision.Query{Type: "User", Attribute: "userName", Value: value.String(secret)}
			sent := scim.NewApplied(targets, scim.ClientOptions{})
			server := model.New(model.Options{})
			server.Put("/Users/1", value.NewObject(value.Member{Name: "userName", Value: value.String(secret)}))
			all = append(all, engine, cycle, w.links(t), applied, sent, server, directory, taken, query)
			for _, src := range sources {
				plan, x := w.planned(t, cycle, src, explain)
				applied.Add(plan)
				require.NoError(t, sent.Add(plan))
				all = append(all, src, plan, x)
				for _, mask := range []bool{false, true} {
					requests, err := scim.Preview(plan, scim.ClientOptions{Mask: mask})
					require.NoError(t, err)
					all = append(all, requests)
				}
			}
		}
	}
	for _, o := range targets {
		all = append(all, o)
	}
	return all
}

// links returns links between anchors that are secret.
func (w world) links(t *testing.T) provision.Links {
	t.Helper()
	var links provision.Links
	require.NoError(t, links.Add("User", secret, secret))
	return links
}

func (w world) planned(t *testing.T, cycle *provision.Cycle, src provision.Source, explain bool) (*provision.Plan, any) {
	t.Helper()
	if !explain {
		plan, err := cycle.Plan(context.Background(), src)
		require.NoError(t, err)
		return plan, plan.Steps
	}
	x, err := cycle.Explain(context.Background(), src)
	require.NoError(t, err)
	return x.Plan, x
}

// inputs returns what is read from files: it knows no secrets, and so prints no value.
func inputs(t *testing.T) []any {
	t.Helper()
	text := "id,s\n1," + secret + "\n2,\"" + secret + "\n"
	open := func() *feed.Reader {
		reader, err := feed.Open(strings.NewReader(text), feed.Options{Name: "people.csv", Format: feed.CSV, HideValues: true})
		require.NoError(t, err)
		return reader
	}
	var all []any
	reader := open()
	for rec, err := range reader.Records() {
		all = append(all, rec, rec.Err, err, reader)
	}
	all = append(all, documents(t)...)
	data, err := lint.ReadData(open())
	require.Error(t, err)
	all = append(all, data, lint.Expression(`[s]`, lint.Use{Target: "userName"}, lint.Options{Data: data}))
	m := &bulk.Map{Attributes: []bulk.Attribute{{Path: "externalId", Column: "id"}, {Path: "active", Column: "s"}, {Path: "title", Column: "id"}, {Path: "urn:x:y:known", Column: "s", Equals: []string{"known"}}}}
	builder, err := bulk.Build(open().Records(), m, bulk.Options{})
	require.NoError(t, err)
	m.Attributes[1].Path = "nickName"
	second, err := bulk.Build(open().Records(), m, bulk.Options{Operations: 1})
	require.NoError(t, err)
	for _, b := range []*bulk.Builder{builder, second} {
		for request, err := range b.Requests() {
			all = append(all, request, err, b)
		}
		all = append(all, b.Summary())
	}
	return append(all, checkedAndCompared(t)...)
}

// checkedAndCompared returns what bulk requests with secrets are checked to, and what files of people with them differ in.
func checkedAndCompared(t *testing.T) (all []any) {
	t.Helper()
	m := &bulk.Map{Attributes: []bulk.Attribute{{Path: "externalId", Column: "id"}, {Path: "title", Column: "s"}}}
	keys, err := bulk.NewReader(m, nil)
	require.NoError(t, err)
	all = append(all, keys)
	for _, limit := range []string{"9", "0"} {
		file := func(text string) *delta.File {
			f, err := delta.Open(strings.NewReader(text), m, feed.Options{Name: "people.csv", HideValues: true})
			require.NoError(t, err)
			return f
		}
		const before, after = "id,s\n" + secret + "1,x\n" + secret + "2," + secret + "\n", "id,s\n" + secret + "2,x\n" + secret + "3,x\n"
		d, err := delta.Compare(file(before), file(after), m, delta.Options{MaxAbsent: limit, HideValues: true})
		if all = append(all, d, err); err != nil {
			continue
		}
		for request, err := range d.Requests() {
			all = append(all, request, err)
		}
		all = append(all, d.Summary())
	}
	found, err := bulk.Check(strings.NewReader(`{"Operations":[{"bulkId":"`+secret+`","data":{"id":"`+secret+`"}},{"bulkId":"`+secret+`"}]}`), "", bulk.CheckOptions{HideValues: true})
	require.NoError(t, err)
	return append(all, found)
}

// documents returns what is read from the documents of HR systems.
func documents(t *testing.T) []any {
	t.Helper()
	text := `<wd:Worker xmlns:wd="urn:com.workday/bsvc"><wd:Worker_Data><wd:Worker_ID>` + secret + `</wd:Worker_ID></wd:Worker_Data></wd:Worker>
		<wd:Worker xmlns:wd="urn:com.workday/bsvc"><` + secret + `></wd:Worker>`
	e, err := sources.Compile("wd:Worker/wd:Worker_Data/wd:Worker_ID")
	require.NoError(t, err)
	all := []any{e}
	for p, err := range sources.People(strings.NewReader(text), feed.Options{HideValues: true}) {
		require.NoError(t, err)
		v, nodes, err := p.Evaluate(e)
		require.Equal(t, err == nil, v.Text() == secret && len(nodes) == 1)
		all = append(all, p, nodes, err, p.Err())
	}
	return all
}

// TestNothingThatHoldsValuesPrintsSecrets walks through samples of all types, by reflection, and prints whatever it meets in every way
// that programs print and log.
func TestNothingThatHoldsValuesPrintsSecrets(t *testing.T) {
	met := map[string]bool{}
	for _, w := range worlds {
		t.Run(w.name, func(t *testing.T) {
			walker := walker{t: t, met: met, seen: map[uintptr]bool{}, reported: map[string]bool{}}
			for _, sample := range w.samples(t) {
				walker.walk(reflect.ValueOf(sample))
			}
		})
	}
	for _, names := range plain {
		for _, name := range strings.Fields(names) {
			met[name] = true
		}
	}
	var missing []string
	for name := range exportedTypes(t) {
		if !met[name] {
			missing = append(missing, name)
		}
	}
	slices.Sort(missing)
	require.Empty(t, missing, "types that are neither met by the walk nor on the list of those that no value is in")
}

// TestTheListOfPlainTypesIsFresh: every type on it is there.
func TestTheListOfPlainTypesIsFresh(t *testing.T) {
	all := exportedTypes(t)
	var gone []string
	for _, names := range plain {
		for _, name := range strings.Fields(names) {
			if !all[name] {
				gone = append(gone, name)
			}
		}
	}
	slices.Sort(gone)
	require.Empty(t, gone, "names on the list of which there is no type")
}

// walker prints everything that can be reached from a sample by exported fields.
type walker struct {
	t    *testing.T
	met  map[string]bool
	seen map[uintptr]bool

	reported map[string]bool // one of a kind is enough
}

const module = "github.com/attrmap/attrmap/"

func (w *walker) walk(v reflect.Value) {
	switch v.Kind() {
	case reflect.Invalid:
		return
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() || v.Kind() == reflect.Pointer && w.seen[v.Pointer()] {
			return
		}
		if v.Kind() == reflect.Pointer {
			w.seen[v.Pointer()] = true
			if path := v.Type().Elem().PkgPath(); strings.HasPrefix(path, module) && path != module+"expr/value" {
				w.print(v)
			}
		}
		w.walk(v.Elem())
		return
	default: // printed, and walked into below
	}
	name, ours := strings.CutPrefix(v.Type().PkgPath()+"."+v.Type().Name(), module)
	switch {
	case strings.HasPrefix(name, "expr/value."), ours && isPlain(name):
		return // values themselves are for programs, and plain types are looked at by nobody
	case ours:
		w.met[name] = true
		w.print(v)
	case v.Kind() == reflect.Slice && v.Len() > 0 && strings.HasPrefix(v.Type().Elem().PkgPath(), module):
		w.print(v)
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				w.walk(v.Field(i))
			}
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			w.walk(v.Index(i))
		}
	default: // holds nothing
	}
}

func isPlain(name string) bool {
	for _, names := range plain {
		if slices.Contains(strings.Fields(names), name) {
			return true
		}
	}
	return false
}

// print prints a value alone, in a slice, in a map and in a struct, by every verb and both handlers of slog.
func (w *walker) print(v reflect.Value) {
	if !v.CanInterface() {
		return
	}
	x := v.Interface()
	for _, wrapped := range []any{x, []any{x}, map[string]any{"x": x}, struct{ X any }{x}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			w.check(v, verb, fmt.Sprintf(verb, wrapped))
		}
		data, err := json.Marshal(wrapped)
		if err == nil {
			w.check(v, "json", string(data))
		}
		var text, lines bytes.Buffer
		slog.New(slog.NewTextHandler(&text, nil)).Info("log", "x", wrapped)
		slog.New(slog.NewJSONHandler(&lines, nil)).Info("log", "x", wrapped)
		w.check(v, "slog text", text.String())
		w.check(v, "slog json", lines.String())
	}
	if err, ok := x.(error); ok {
		w.errors(v, err)
	}
}

// errors prints an error and all that it wraps.
func (w *walker) errors(v reflect.Value, err error) {
	w.check(v, "Error", err.Error())
	if inner := errors.Unwrap(err); inner != nil {
		w.errors(v, inner)
	}
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		for _, inner := range several.Unwrap() {
			w.errors(v, inner)
		}
	}
}

// encoded are the forms in which a secret may be hidden from the eye alone: as it is, in hexadecimal, and as the numbers of bytes.
var (
	bytesOfSecret = strings.Trim(fmt.Sprint([]byte(secret)), "[]")
	encoded       = []string{secret, fmt.Sprintf("%x", secret), bytesOfSecret, strings.ReplaceAll(bytesOfSecret, " ", ",")}
)

func (w *walker) check(v reflect.Value, way, printed string) {
	for _, form := range encoded {
		if at := strings.Index(printed, form); at >= 0 {
			if found := v.Type().String() + " prints a secret by " + way; !w.reported[found] {
				w.reported[found] = true
				w.t.Errorf("%s: …%.200s", found, printed[max(0, at-100):])
			}
			return
		}
	}
}
