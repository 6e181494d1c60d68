package attrmap_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap"
	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/functions"
)

func load(t *testing.T, text string, opts ...attrmap.Option) *attrmap.Job {
	t.Helper()
	job, err := attrmap.LoadMapping(strings.NewReader(text), opts...)
	require.NoError(t, err)
	return job
}

// plan returns the plans as text, one a line, and the final error.
func plan(job *attrmap.Job, people string, opts ...attrmap.Option) (lines []string, last error) {
	for p, err := range attrmap.Plans(context.Background(), job, strings.NewReader(people), opts...) {
		if err != nil {
			return lines, err
		}
		line := p.ID + " " + p.Action.String()
		for _, o := range p.Attributes {
			line += " " + o.New.Text()
		}
		lines = append(lines, strings.TrimSpace(line))
	}
	return lines, nil
}

const twoRows = "mappings:\n- {target: id, from: id, match: 1}\n- {target: name, expression: 'Join(\"-\", [a], [b])'}\n"

func TestPlansOfEveryFormat(t *testing.T) {
	t.Parallel()
	job := load(t, twoRows)
	want := []string{"1 create 1 x-y", "2 create 2 z"}
	for name, people := range map[string]string{
		"p.csv":    "id;a;b\n1;x;y\n2;z;\n",
		"p.ndjson": `{"id": "1", "a": "x", "b": "y"}` + "\n" + `{"id": "2", "a": "z"}`,
		"p.json":   `[{"id": "1", "a": "x", "b": "y"}, {"id": "2", "a": "z"}]`,
		"wide.csv": "i\x00d\x00,\x00a\x00,\x00b\x00\n\x001\x00,\x00x\x00,\x00y\x00\n\x002\x00,\x00z\x00,\x00\n\x00",
	} {
		got, err := plan(job, people, attrmap.WithName(name))
		require.NoError(t, err, name)
		require.Equal(t, want, got, name)
		got, err = plan(job, people, attrmap.WithWorkers(1))
		require.NoError(t, err, name)
		require.Equal(t, want, got, "%s without its name", name)
	}
}

// TestBrokenRecordsCostNoOther: one that cannot be read is a plan with an error, and an input that ends early is the last error.
func TestBrokenRecordsCostNoOther(t *testing.T) {
	t.Parallel()
	job := load(t, twoRows)
	got, err := plan(job, "{\"id\": \"1\"}\n{\"id\": \n{\"id\": \"3\"}\n")
	require.NoError(t, err)
	require.Equal(t, []string{"1 create 1", "2 error", "3 create 3"}, got)
	got, err = plan(job, `[{"id": "1"}, {"id": "2"`)
	require.ErrorContains(t, err, "records may be missing")
	require.Equal(t, []string{"1 create 1", "2 error"}, got, "no object is made of a part of one")
	got, err = plan(job, "")
	require.Error(t, err, "the format of nothing is not known")
	require.Empty(t, got)
}

func TestPlansCannotBeMade(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	job := load(t, twoRows)
	for name, row := range map[string]struct {
		job  *attrmap.Job
		opts []attrmap.Option
		want string
	}{
		"a broken target":         {job, []attrmap.Option{attrmap.WithTargets(strings.NewReader(`[{"id": "1"}, {`))}, "target objects: record 2, line 1"},
		"a target of no format":   {job, []attrmap.Option{attrmap.WithTargets(iotest.ErrReader(broken))}, "target objects: "},
		"an unknown profile":      {job, []attrmap.Option{attrmap.WithProfile("entraa")}, "entra"},
		"nobody to be matched by": {load(t, "mappings: [{target: id, from: id}]"), nil, "no matching attribute"},
	} {
		got, err := plan(row.job, "id\n1\n", row.opts...)
		require.ErrorContains(t, err, row.want, name)
		require.Empty(t, got, name)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for p, err := range attrmap.Plans(ctx, job, strings.NewReader("id\n1\n")) {
		require.Nil(t, p)
		require.ErrorIs(t, err, context.Canceled)
	}
}

// TestWhatIsNotThereIsAnError: a forgotten value is an error where it is missed, and no panic.
func TestWhatIsNotThereIsAnError(t *testing.T) {
	t.Parallel()
	job := load(t, twoRows)
	var notOpened *os.File
	for name, err := range map[string]error{
		"mapping file": second(attrmap.LoadMapping(nil)),
		"schema":       second(attrmap.LoadSchema(nil)),
		"lint":         second(attrmap.Lint(nil)),
		"job":          second(plan(nil, "id\n1\n")),
		"set":          second(plan(new(attrmap.Job), "id\n1\n")),
		"file":         second(attrmap.LoadMapping(notOpened)),
	} {
		require.Error(t, err, name)
	}
	for p, err := range attrmap.Plans(context.Background(), job, nil) {
		require.Nil(t, p)
		require.ErrorContains(t, err, "want a reader")
	}
	got, err := plan(job, "id,a,b\n1,x,y\n", nil, attrmap.WithTargets(nil), attrmap.WithClock(nil), attrmap.WithWorkers(1<<30))
	require.NoError(t, err)
	require.Equal(t, []string{"1 create 1 x-y"}, got)
}

func second[T any](_ T, err error) error { return err }

// TestASchemaIsReadAsTheCommandReadsIt: also where it has been converted to YAML, and messages name the file.
func TestASchemaIsReadAsTheCommandReadsIt(t *testing.T) {
	t.Parallel()
	const inYAML = "attributeMappings:\n- targetAttributeName: id\n  matchingPriority: 1\n" +
		"  source: {type: Attribute, name: id}\n- targetAttributeName: code\n  source: {type: Constant, name: 0048}\n"
	job, err := attrmap.LoadSchema(strings.NewReader(inYAML))
	require.NoError(t, err)
	got, err := plan(job, "id\n1\n")
	require.NoError(t, err)
	require.Equal(t, []string{"1 create 1 0048"}, got)
	named := attrmap.WithName("s.json")
	_, err = attrmap.LoadSchema(strings.NewReader("{\n\"synchronizationRules\": 5}"), named)
	require.ErrorContains(t, err, "s.json: 2:25: synchronizationRules: want an array")
	_, err = attrmap.LoadSchema(strings.NewReader(`{"synchronizationRules": [{"name": "r"}]}`), named, attrmap.WithObjectMapping("x"))
	require.ErrorContains(t, err, `s.json: there is no object mapping "x"`)
	_, err = attrmap.LoadSchema(strings.NewReader("[]"), named)
	require.ErrorContains(t, err, "s.json: the schema is empty")
}

// TestOptionsOfPlansDoNotChangeTheJob: a job is loaded once and shared.
func TestOptionsOfPlansDoNotChangeTheJob(t *testing.T) {
	t.Parallel()
	job := load(t, "mappings:\n- {target: id, from: id, match: 1}\n- {target: day, expression: 'FormatDateTime(Now(), , \"M/d/yyyy h:mm:ss tt\", \"yyyy-MM-dd\")'}\n")
	day := func(d int) attrmap.Option {
		return attrmap.WithClock(func() time.Time { return time.Date(2026, 2, d, 12, 0, 0, 0, time.UTC) })
	}
	for _, d := range []int{1, 2} {
		got, err := plan(job, "id\n1\n", day(d))
		require.NoError(t, err)
		require.Equal(t, []string{"1 create 1 2026-02-0" + string(rune('0'+d))}, got)
	}
	got, err := plan(job, "id\n1\n")
	require.NoError(t, err)
	require.Equal(t, []string{"1 create 1"}, got, "without a clock Now fails, and the attribute with it")
}

func TestAJobKeepsTheOptionsItIsLoadedWith(t *testing.T) {
	t.Parallel()
	shout := functions.TextFunc("Shout", "Returns source in capitals.", strings.ToUpper)
	const text = "mappings:\n- {target: id, from: id, match: 1}\n- {target: loud, expression: 'Shout([a])'}\n"
	unknown := load(t, text)
	require.Contains(t, unknown.Findings.Error(), "Shout")
	got, err := plan(unknown, "id,a\n1,x\n")
	require.NoError(t, err)
	require.Equal(t, []string{"1 create 1"}, got, "what calls an unknown function has no value, and the rest is planned (docs/evidence.md)")
	got, err = plan(load(t, text, attrmap.WithFunctions(shout)), "id,a\n1,x\n")
	require.NoError(t, err)
	require.Equal(t, []string{"1 create 1 X"}, got)

	_, err = attrmap.Compile("Shout([a])", attrmap.WithFunctions(shout, shout))
	require.Error(t, err, "a name is taken once")
	_, err = attrmap.LoadMapping(strings.NewReader(text), attrmap.WithFunctions(shout), attrmap.WithLimits(expr.Limits{SourceBytes: 5}))
	require.ErrorIs(t, err, expr.ErrLimit)
}

// Source: docs/evidence.md. What a schema calls and nobody can evaluate is among the findings, with its place, and everything else is planned.
func TestASchemaLoadsWithUnknownFunctions(t *testing.T) {
	t.Parallel()
	const text = `{"objectMappings": [{"sourceObjectName": "User", "targetObjectName": "User", "attributeMappings": [
  {"targetAttributeName": "id", "matchingPriority": 1, "source": {"type": "Attribute", "name": "id"}},
  {"targetAttributeName": "alt", "source": {"type": "Function", "name": "AltSecIdFromNetid", "expression": "AltSecIdFromNetid([netId])", "parameters": []}}
]}]}`
	job, err := attrmap.LoadSchema(strings.NewReader(text))
	require.NoError(t, err)
	require.Len(t, job.Findings, 1)
	require.Equal(t, 3, job.Findings[0].Line)
	require.Contains(t, job.Findings[0].Message.String(), "AltSecIdFromNetid")
	got, err := plan(job, "id,netId\n1,x\n")
	require.NoError(t, err)
	require.Equal(t, []string{"1 create 1"}, got)

	job, err = attrmap.LoadSchema(strings.NewReader(text), attrmap.WithFunctions(functions.Stub("AltSecIdFromNetid", "[netId]")))
	require.NoError(t, err)
	require.Empty(t, job.Findings)
	got, err = plan(job, "id,netId\n1,x\n")
	require.NoError(t, err)
	require.Equal(t, []string{"1 create 1 x"}, got)
}

// TestHiddenValuesAreNotPrinted looks for a value in what plans and errors print.
func TestHiddenValuesAreNotPrinted(t *testing.T) {
	t.Parallel()
	job := load(t, twoRows, attrmap.WithHiddenValues())
	for p, err := range attrmap.Plans(context.Background(), job, strings.NewReader("id,a,b\nS3cret1,S3cret2,S3cret3\n")) {
		require.NoError(t, err)
		require.NotContains(t, string(p.AppendJSON(nil)), "S3cret")
	}
}

// TestLintShowsNoSecurityAttribute: what data show of a custom security attribute is reported without its values.
func TestLintShowsNoSecurityAttribute(t *testing.T) {
	t.Parallel()
	const text = "mappings:\n- {target: id, from: id, match: 1}\n- {target: TARGET, expression: 'CDate([a])'}\n"
	for target, shown := range map[string]bool{"department": true, "customSecurityAttributes.Set_x": false} {
		found, err := attrmap.Lint(strings.NewReader(strings.Replace(text, "TARGET", target, 1)), attrmap.WithData(strings.NewReader("id,a\n1,S3cret\n")))
		require.NoError(t, err)
		all := ""
		for _, f := range found {
			all += f.String() + "\n"
		}
		require.Contains(t, all, "the expression fails for 1 object", target)
		require.Equal(t, shown, strings.Contains(all, "S3cret"), target)
	}
}

func TestLintShowsNoRedactedValue(t *testing.T) {
	const text = "mappings:\n- {target: id, from: id, match: 1}\n- {target: usageLocation, expression: 'Redact([a])'}\n"
	found, err := attrmap.Lint(strings.NewReader(text), attrmap.WithProfile("entra"), attrmap.WithData(strings.NewReader("id,a\n1,S3cret\n")))
	require.NoError(t, err)
	all := found.Error()
	for _, f := range found {
		all += "\n" + f.String()
	}
	require.Contains(t, all, "for 1 object of the data usageLocation does not accept the value")
	require.NotContains(t, all, "S3cret")
}

func TestFilesOfAnotherKindAreRefused(t *testing.T) {
	t.Parallel()
	schema, err := os.Open("examples/graph-import/schema.json")
	require.NoError(t, err)
	defer schema.Close()
	_, err = attrmap.LoadMapping(schema)
	require.ErrorContains(t, err, "schema.json:1:1: want a mapping file, got an exported schema")
	_, err = attrmap.LoadSchema(strings.NewReader(`{"mappings": []}`))
	require.Error(t, err)
	_, err = attrmap.LoadMapping(iotest.ErrReader(os.ErrClosed))
	require.ErrorIs(t, err, os.ErrClosed)
	_, err = attrmap.Lint(strings.NewReader("mappings: 5"), attrmap.WithName("m.yaml"))
	require.ErrorContains(t, err, "m.yaml:1:11: mappings: want a list")
	_, err = attrmap.Lint(strings.NewReader("mappings:\n- {target: a, match: x}\n- {target: b, expression: 'Trim('}"), attrmap.WithName("m.yaml"))
	var found attrmap.Findings
	require.ErrorAs(t, err, &found)
	require.Len(t, found, 2, "what is wrong with the file and with its expressions")
}

// Source: docs/evidence.md, objects of further types.
func TestAJobHasObjectsOfSeveralTypes(t *testing.T) {
	t.Parallel()
	const rules = `
objects:
  - {name: Users, mappings: [{target: employeeId, from: id, match: 1}]}
  - {name: Groups, source: Group, target: Team, actions: [create], mappings: [{target: displayName, from: name, match: 1}, {target: note, from: note}]}
`
	plans := func(job *attrmap.Job, opts ...attrmap.Option) string {
		var list []string
		for plan, err := range attrmap.Plans(t.Context(), job, strings.NewReader("id\n1\n2\n"), opts...) {
			if err != nil {
				return err.Error()
			}
			list = append(list, plan.Type+" "+plan.ID+" "+plan.Action.String())
		}
		return strings.Join(list, ", ")
	}
	job, err := attrmap.LoadMapping(strings.NewReader(rules))
	require.NoError(t, err)
	require.Equal(t, "User 1 create, User 2 skip, Group Sales create, Group IT skip", plans(job,
		attrmap.WithObjects("group", strings.NewReader("name,note\nSales,x\nIT,x\n")),
		attrmap.WithTargets(strings.NewReader("employeeId\n2\n")), attrmap.WithTargets(strings.NewReader("displayName\nIT\n"), "team")), "groups may not be updated")
	require.Equal(t, `the job has no object mapping of the type "Device"`, plans(job, attrmap.WithObjects("Device", strings.NewReader("id\n1\n"))))
	job, err = attrmap.LoadMapping(strings.NewReader(rules), attrmap.WithObjectMapping("2"), attrmap.WithObjectMapping("user"))
	require.NoError(t, err)
	require.Equal(t, []string{"Group", "User"}, []string{job.Objects[0].Type, job.Objects[1].Type})
	_, err = attrmap.LoadMapping(strings.NewReader(rules), attrmap.WithObjectMapping("Users"), attrmap.WithObjectMapping("Devices"))
	require.ErrorContains(t, err, `there is no object mapping "Devices"`)
}

// Sources: docs/evidence.md, a linked person whose matching value changed is an update, and the threshold of deletions and disables.
func TestLinksAndTheThresholdOfAJob(t *testing.T) {
	t.Parallel()
	job, err := attrmap.LoadMapping(strings.NewReader("options: {maxDisables: 50%}\nmappings: [{target: userName, from: upn, match: 1}, {target: active, expression: 'Not([IsSoftDeleted])'}]"))
	require.NoError(t, err)
	plans := func(opts ...attrmap.Option) string {
		var list []string
		people := strings.NewReader("objectId,upn,@deleted\n1,new@x,\n2,b@x,soft\n")
		opts = append(opts, attrmap.WithTargets(strings.NewReader("id,userName,active\nT1,a@x,true\nT2,b@x,true\n")))
		for plan, err := range attrmap.Plans(t.Context(), job, people, opts...) {
			if err != nil {
				return err.Error()
			}
			list = append(list, plan.Action.String()+" "+plan.Target+" "+plan.Match)
		}
		return strings.Join(list, ", ")
	}
	require.Equal(t, "create  none, disable T2 matched", plans())
	require.Equal(t, "update T1 linked, disable T2 matched", plans(attrmap.WithLinks(strings.NewReader("sourceAnchor,targetAnchor\n1,T1\n"))))
	require.Equal(t, "create  none, staged T2 matched", plans(attrmap.WithMaxDisables("0")))
	require.Contains(t, plans(attrmap.WithMaxDisables("many")), `want a number of objects or a percentage such as 5%, got "many"`)
	require.Equal(t, `links: line 2: want sourceAnchor and targetAnchor, got "a, b"`, plans(attrmap.WithLinks(strings.NewReader("a,b\n1,T1\n"))))
}
