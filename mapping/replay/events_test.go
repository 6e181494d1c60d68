package replay_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/replay"
)

// rules are mappings in which each guess has its reason.
const rules = `
name: rules
targetTypes: {tags: {multi: true}, boss: {type: reference}, on: {type: boolean}}
mappings:
  - {target: userName, from: upn, match: 1}
  - {target: displayName, from: name}
  - {target: on, from: on}
  - {target: since, expression: 'FormatDateTime(Now(), , "", "yyyy-MM-dd")'}
  - {target: code, expression: 'RandomString(8, 0, 0, 0, 0, "")'}
  - {target: lang, from: lang, default: en}
  - {target: tags, expression: 'Split([tags], ";")'}
  - {target: boss, from: boss}
  - {target: nick, apply: create, expression: 'SelectUniqueValue([nick], Append([nick], "1"))'}
  - {target: office, expression: 'Switch([site], "Other", "S", "Sales")'}
`

// eventOf is an event in the form of Graph, with one modified property.
func eventOf(source, target, oldValue, newValue string) string {
	quote := func(text string) string {
		if text == "null" {
			return text
		}
		data, _ := json.Marshal(text)
		return string(data)
	}
	action := "update"
	if oldValue == "null" {
		action = "create"
	}
	return fmt.Sprintf(`{"id":"e1","activityDateTime":"2026-03-01T08:00:00Z","provisioningAction":%q,"sourceIdentity":{"id":"1","identityType":"User"},"targetIdentity":{"id":"t"},
"provisioningSteps":[{"name":"EntryImport","provisioningStepType":"import","details":%s}],"modifiedProperties":[{"displayName":%q,"oldValue":%s,"newValue":%s}]}`,
		action, source, target, quote(oldValue), quote(newValue))
}

func TestWhatAPropertyComesTo(t *testing.T) {
	t.Parallel()
	job := jobOf(t, "rules.yaml", rules)
	for _, row := range []struct{ source, target, old, new, want string }{
		{`{"name":"Ann"}`, "displayName", "An", "Ann", "agree"},
		{`{"name":"Ann"}`, "displayname", "null", "Ann", "agree"},
		{`{"name":"Ann"}`, "displayName", "null", "Anna", "mapping"},
		{`{"name":"Ann"}`, "displayName", "null", "ANN", "case"},
		{`{"name":"Ann"}`, "displayName", "Ann", "ANN", "case"},
		{`{"name":"Ann"}`, "displayName", "Ann", "null", "null"},
		{`{"name":""}`, "displayName", "Ann", "Anna", "null"},
		{`{"name":""}`, "displayName", "Ann", "", "empty"},
		{`{"name":""}`, "displayName", "null", "null", "agree"},
		{`{"name":"Ann"}`, "displayName", "null", "[Redact]", "redacted"},
		{`{"name":"Ann"}`, "displayName", "null", "redacted", "redacted"},
		{`{"name":"[Redact]"}`, "displayName", "null", "Ann", "redacted"},
		{`{"name":"[Redact]"}`, "displayName", "null", "a, b,  ... z (5)", "shortened"},
		{`{"site":"X"}`, "office", "null", "Other", "agree"},
		{`{"site":"[Redact]"}`, "office", "null", "Other", "redacted"},
		{`{"site":"a, b,  ... z (9)"}`, "office", "null", "Other", "shortened"},
		{`{"on":"False"}`, "on", "True", "False", "agree"},
		{`{"on":"False"}`, "on", "True", "false", "agree"},
		{`{"on":"False"}`, "on", "null", "True", "mapping"},
		{`{"x":"1"}`, "since", "null", "2026-03-01", "agree"},
		{`{"x":"1"}`, "since", "null", "2026-03-02", "clock"},
		{`{"x":"1"}`, "since", "null", "01.03.2026", "clock"},
		{`{"x":"1"}`, "code", "null", "abcdefgh", "volatile"},
		{`{"lang":"de"}`, "lang", "null", "de", "agree"},
		{`{"lang":"de"}`, "lang", "null", "en", "default"},
		{`{"tags":"a;b"}`, "tags", "null", "a, b", "agree"},
		{`{"tags":"a;b"}`, "tags", "null", "b,a", "agree"},
		{`{"tags":"a;b"}`, "tags", "null", `["a","b"]`, "agree"},
		{`{"tags":"a;b"}`, "tags", "null", "a, c", "multiValue"},
		{`{"tags":"a;b"}`, "tags", "null", "a", "multiValue"},
		{`{"tags":"a;b"}`, "tags", "null", "(2 values)", "shortened"},
		{`{"tags":"a;b"}`, "tags", "null", "x", "mapping"},
		{`{"boss":"7"}`, "boss", "null", "7", "agree"},
		{`{"boss":"7"}`, "boss", "null", "a-b-c", "reference"},
		{`{"nick":"jo"}`, "nick", "null", "jo", "agree"},
		{`{"nick":"jo"}`, "nick", "null", "jo1", "agree"},
		{`{"nick":"jo"}`, "nick", "null", "jo2", "mapping"},
		{`{"name":"Ann","objectId":"o"}`, "objectId", "null", "o", "agree"},
		{`{"name":"Ann","objectId":"o"}`, "objectId", "null", "p", "no mapping"},
		{`{"name":"Ann"}`, "etag", "null", "p", "no mapping"},
		{`{}`, "displayName", "null", "Ann", "no source object"},
	} {
		t.Run(row.source+" "+row.target+" "+row.new, func(t *testing.T) {
			t.Parallel()
			report := replayed(t, job, eventOf(row.source, row.target, row.old, row.new), replay.Options{})
			require.Equal(t, 1, report.Events)
			require.Len(t, report.Attributes, 1)
			got := "agree"
			switch {
			case report.Differ == 1:
				got = report.Differences[0].Guess
			case report.Unjudged == 1:
				require.Contains(t, report.String(), "(1 "+row.want+")")
				got = row.want
			}
			require.Equal(t, row.want, got, textOf(t, report))
		})
	}
}

// TestPeopleAreWhatIsJudged: where people are given, what the step of the import hides does not matter.
func TestPeopleAreWhatIsJudged(t *testing.T) {
	t.Parallel()
	people := []provision.Source{{Ordinal: 1, Type: "User", Attrs: value.Map{"upn": "1", "name": "Ann"}}}
	log := eventOf(`{"name":"[Redact]"}`, "displayName", "null", "Anna")
	report := replayed(t, jobOf(t, "rules.yaml", rules), log, replay.Options{People: slices.Values(people)})
	require.Equal(t, 1, report.Differ, textOf(t, report))
}

// oneEvent is one event, in every form in which logs are had.
var oneEvent = map[string]string{
	"Graph":                 `{"@odata.context":"x","value":[{"id":"e1","jobId":"J","activityDateTime":"2026-03-01T08:00:00Z","provisioningAction":"create","sourceIdentity":{"id":"1","displayName":"Ann","identityType":"User"},"provisioningSteps":[{"name":"EntryImportAdd","provisioningStepType":"import","details":{"name":"Ann","upn":"a@x"}}],"modifiedProperties":[{"displayName":"displayName","oldValue":null,"newValue":"Anna"},{"displayName":"userName","oldValue":null,"newValue":"a@x"}]}]}`,
	"on demand, raw":        `{"key":"{\"result\":\"Success\"}","value":"{\"action\":\"Create\",\"changeId\":\"e1\",\"endTime\":\"2026-03-01T08:00:00.1234567Z\",\"modifiedProperties\":[{\"displayName\":\"displayName\",\"oldValue\":null,\"newValue\":\"Anna\"},{\"displayName\":\"userName\",\"newValue\":\"a@x\"}],\"provisioningSteps\":[{\"name\":\"EntryImport\",\"type\":\"Import\",\"details\":{\"name\":\"Ann\",\"upn\":\"a@x\"}},{\"name\":\"EntryImport\",\"type\":\"Matching\",\"details\":{\"displayName\":\"Anna\"}}],\"sourceIdentity\":{\"id\":\"1\",\"type\":\"User\",\"displayName\":null}}"}`,
	"on demand, decoded":    `{"key":{"result":"Success"},"value":{"action":"Create","changeId":"e1","modifiedProperties":[{"displayName":"displayName","oldValue":null,"newValue":"Anna"},{"displayName":"userName","newValue":"a@x"}],"provisioningSteps":[{"name":"EntryImport","type":"Import","details":{"name":"Ann","upn":"a@x"}}]}}`,
	"the portal's JSON":     `[{"id":"e1","date":"2026-03-01T08:00:00Z","action":"Create","sourceIdentity":{"id":"1"},"steps":[{"name":"EntryImport","type":"Import","details":{"name":"Ann","upn":"a@x"}}],"modifiedProperties":[{"displayName":"displayName","oldValue":"","newValue":"Anna"},{"displayName":"userName","newValue":"a@x"}]}]`,
	"CSV with JSON":         "Date (UTC),ID,Action,Source ID,Provisioning Steps,Modified Properties\n2026-03-01T08:00:00Z,e1,Create,1,\"[{\"\"name\"\":\"\"EntryImport\"\",\"\"details\"\":{\"\"name\"\":\"\"Ann\"\",\"\"upn\"\":\"\"a@x\"\"}}]\",\"[{\"\"displayName\"\":\"\"displayName\"\",\"\"newValue\"\":\"\"Anna\"\"},{\"\"displayName\"\":\"\"userName\"\",\"\"newValue\"\":\"\"a@x\"\"}]\"\n",
	"CSV by property":       "Id,Action,Steps,Modified property,Old value,New value\ne1,Create,\"[{\"\"name\"\":\"\"EntryImport\"\",\"\"details\"\":{\"\"name\"\":\"\"Ann\"\",\"\"upn\"\":\"\"a@x\"\"}}]\",displayName,,Anna\ne1,Create,,userName,,a@x\n",
	"CSV by column":         "id,action,steps,modifiedProperties[0].displayName,modifiedProperties[0].oldValue,modifiedProperties[0].newValue,modifiedProperties[1].displayName,modifiedProperties[1].newValue\ne1,create,\"[{\"\"name\"\":\"\"EntryImport\"\",\"\"details\"\":{\"\"name\"\":\"\"Ann\"\",\"\"upn\"\":\"\"a@x\"\"}}]\",displayName,,Anna,userName,a@x\n",
	"Log Analytics, Pascal": `[{"TimeGenerated":"2026-03-01T08:00:00Z","Id":"e1","JobId":"J","ProvisioningAction":"create","SourceIdentity":"{\"Id\":\"1\",\"Name\":\"Ann\"}","ProvisioningSteps":"[{\"Name\":\"EntryImport\",\"ProvisioningStepType\":0,\"Details\":{\"name\":\"Ann\",\"upn\":\"a@x\"}}]","ModifiedProperties":"[{\"DisplayName\":\"displayName\",\"OldValue\":null,\"NewValue\":\"Anna\"},{\"DisplayName\":\"userName\",\"NewValue\":\"a@x\"}]"}]`,
	"Log Analytics, camel":  `[{"timeGenerated":"2026-03-01T08:00:00Z","id":"e1","provisioningAction":"create","sourceIdentity":"{\"id\":\"1\"}","provisioningSteps":"[{\"name\":\"EntryImport\",\"details\":{\"name\":\"Ann\",\"upn\":\"a@x\"}}]","modifiedProperties":"[{\"displayName\":\"displayName\",\"newValue\":\"Anna\"},{\"displayName\":\"userName\",\"newValue\":\"a@x\"}]"}]`,
	"Log Analytics, tables": `{"tables":[{"name":"PrimaryResult","columns":[{"name":"Id","type":"string"},{"name":"ProvisioningAction","type":"string"},{"name":"ProvisioningSteps","type":"string"},{"name":"ModifiedProperties","type":"string"}],"rows":[["e1","create","[{\"name\":\"EntryImport\",\"details\":{\"name\":\"Ann\",\"upn\":\"a@x\"}}]","[{\"displayName\":\"displayName\",\"newValue\":\"Anna\"},{\"displayName\":\"userName\",\"newValue\":\"a@x\"}]"]]}]}`,
	"diagnostic settings":   `{"time":"2026-03-01T08:00:00Z","category":"ProvisioningLogs","operationName":"Provisioning activity","properties":{"id":"e1","action":"Create","steps":[{"name":"EntryImport","details":{"name":"Ann","upn":"a@x"}}],"modifiedProperties":[{"displayName":"displayName","newValue":"Anna"},{"displayName":"userName","newValue":"a@x"}]}}`,
}

func TestEveryFormOfALogIsTheSameEvent(t *testing.T) {
	t.Parallel()
	job := jobOf(t, "rules.yaml", rules)
	for name, text := range oneEvent {
		file := "log.json"
		if strings.HasPrefix(name, "CSV") {
			file = "log.csv"
		}
		report, err := replay.Run(t.Context(), job.Job, []replay.Log{{Name: file, Reader: strings.NewReader("\uFEFF" + text)}}, replay.Options{})
		require.NoError(t, err, name)
		require.Equal(t, 1, report.Events, name)
		require.Equal(t, []replay.Attribute{{Target: "displayName", Differ: 1}, {Target: "userName", Agree: 1}}, report.Attributes, "%s\n%s", name, textOf(t, report))
		require.Equal(t, "e1", report.Differences[0].Event, name)
		require.Empty(t, report.Notes, name)
	}
}

func TestPagesAndTheOnesThatAreMissing(t *testing.T) {
	t.Parallel()
	job := jobOf(t, "rules.yaml", rules)
	one := eventOf(`{"name":"Ann"}`, "displayName", "null", "Ann")
	page := func(next string) string { return `{"value":[` + one + `]` + next + `}` }
	link := `,"@odata.nextLink":"https://graph.microsoft.com/next"`
	report := replayed(t, job, page(link)+page(""), replay.Options{})
	require.Equal(t, 2, report.Agree)
	require.Empty(t, report.Notes)
	for _, text := range []string{page(link), "[" + page(link) + "]"} {
		report = replayed(t, job, text, replay.Options{})
		require.Equal(t, 1, report.Agree)
		require.Contains(t, strings.Join(report.Notes, "\n"), "@odata.nextLink", text)
	}
}

func TestJobsAndTimesAreChosen(t *testing.T) {
	t.Parallel()
	job := jobOf(t, "rules.yaml", rules)
	event := func(id, jobID, at string) string {
		return fmt.Sprintf(`{"id":%q,"jobId":%q,"activityDateTime":%q,"provisioningAction":"other","modifiedProperties":[]}`+"\n", id, jobID, at)
	}
	log := event("1", "A", "2026-03-01T08:00:00Z") + event("2", "B", "2026-03-02T08:00:00Z") + event("3", "a", "2026-03-03T08:00:00Z")
	report := replayed(t, job, log, replay.Options{})
	require.Equal(t, 3, report.Events)
	require.Contains(t, report.Notes[0], "several jobs")
	require.Equal(t, 2, replayed(t, job, log, replay.Options{Job: "a"}).Events)
	require.Equal(t, 2, replayed(t, job, log, replay.Options{Since: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)}).Events)
	_, err := replay.Run(t.Context(), job.Job, []replay.Log{{Reader: strings.NewReader(log)}}, replay.Options{Job: "C"})
	require.ErrorContains(t, err, "no event is left")
	_, err = replay.Run(t.Context(), job.Job, []replay.Log{{Reader: strings.NewReader(`{"value":[]}`)}}, replay.Options{})
	require.ErrorContains(t, err, "the logs have no event")
}

func TestPeopleAreFoundByTheIdThenTheNameThenTheIdentifier(t *testing.T) {
	t.Parallel()
	job := jobOf(t, "rules.yaml", rules)
	people := []provision.Source{
		{Ordinal: 1, Type: "User", Attrs: value.Map{"id": "1", "upn": "ann@x", "name": "Ann", "displayName": "Ann Lee"}},
		{Ordinal: 2, Type: "User", Attrs: value.Map{"id": "2", "upn": "bob@x", "name": "Bob", "displayName": "Bob"}},
		{Ordinal: 3, Type: "User", Attrs: value.Map{"id": "3", "upn": "bob2@x", "name": "Bobby", "displayName": "Bob"}},
	}
	for _, row := range []struct{ identity, reportable, name string }{
		{`{"id":"1","displayName":"Bob"}`, "bob@x", "Ann"},
		{`{"id":"9","displayName":"ann lee"}`, "bob@x", "Ann"},
		{`{"id":"","displayName":null}`, "bob@x", "Bob"},
		{`{"id":"bob2@x"}`, "", "Bobby"},
		{`{"id":"9","displayName":"Bob"}`, "", ""},
		{`{"id":"9"}`, "", ""},
	} {
		log := fmt.Sprintf(`{"changeId":"c","provisioningAction":"update","sourceIdentity":%s,"provisioningSteps":[{"name":"EntryExportUpdate","details":{"ReportableIdentifier":%q}}],"modifiedProperties":[{"displayName":"displayName","newValue":%q}]}`,
			row.identity, row.reportable, row.name)
		report := replayed(t, job, log, replay.Options{People: func(yield func(provision.Source) bool) {
			for _, src := range people {
				if !yield(src) {
					return
				}
			}
		}})
		if row.name == "" {
			require.Equal(t, 1, report.Unjudged, row.identity)
			continue
		}
		require.Equal(t, 1, report.Agree, "%s\n%s", row.identity, textOf(t, report))
	}
}

func TestBrokenEventsAreToldAndTheOthersJudged(t *testing.T) {
	t.Parallel()
	job := jobOf(t, "rules.yaml", rules)
	good := strings.ReplaceAll(eventOf(`{"name":"Ann"}`, "displayName", "null", "Ann"), "\n", "")
	for _, bad := range []string{`{"id":`, `{"x":1}`, `{"key":"a","value":"{"}`, `{"id":"1","modifiedProperties":[1]}`, `{"id":"1","modifiedProperties":"cut off"}`} {
		report := replayed(t, job, good+"\n"+bad+"\n"+good+"\n", replay.Options{})
		require.Equal(t, 3, report.Events, bad)
		require.Equal(t, 2, report.Agree, bad)
		require.Equal(t, 1, report.Unreadable, bad)
		require.Contains(t, report.Notes[0], "1 event cannot be read", bad)
	}
}

func TestTheDocumentIsTheSameForAnyNumberOfWorkers(t *testing.T) {
	t.Parallel()
	job := jobOf(t, "rules.yaml", rules)
	var log strings.Builder
	for i := range 500 {
		log.WriteString(strings.ReplaceAll(eventOf(`{"name":"Ann"}`, "displayName", "null", fmt.Sprint("Ann", i%3)), "\n", "") + "\n")
	}
	var first string
	for _, workers := range []int{1, 2, 7} {
		var out strings.Builder
		report := replayed(t, job, log.String(), replay.Options{Workers: workers, JSON: &out})
		require.Empty(t, report.Differences)
		if first == "" {
			first = out.String()
		}
		require.Equal(t, first, out.String())
		var doc struct {
			Events, Agree, Differ, Unjudged int
			Differences                     []struct {
				Event, Target, Ours, Guess string
				Log                        struct{ Old, New *string }
			}
			Attributes []struct {
				Target                  string
				Agree, Differ, Unjudged int
			}
		}
		require.NoError(t, json.Unmarshal([]byte(out.String()), &doc))
		require.Equal(t, 500, doc.Differ)
		require.Len(t, doc.Differences, 500)
		require.Equal(t, "Ann", doc.Differences[0].Ours)
		require.Equal(t, 500, doc.Attributes[0].Differ)
	}
}

func TestValuesAreHidden(t *testing.T) {
	t.Parallel()
	job := jobOf(t, "rules.yaml", rules)
	log := eventOf(`{"name":"Secret"}`, "displayName", "Hush", "Quiet")
	for _, format := range []string{"text", "md", "json"} {
		report := replayed(t, job, log, replay.Options{HideValues: true})
		var b strings.Builder
		require.NoError(t, report.Write(&b, format))
		for _, text := range []string{"Secret", "Hush", "Quiet"} {
			require.NotContains(t, b.String(), text)
		}
		require.Contains(t, strings.ReplaceAll(b.String(), `\`, ""), "[hidden]")
	}
}
