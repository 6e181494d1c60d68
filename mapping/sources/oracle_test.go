package sources_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/sources"
)

// atom is an entry in short: its collection, the PersonNumber, and words:
//
//	eff=DAY start=DAY pub=TIME upd=TIME period=ID op=DELETE id=ID   of context and entry
//	Name=text                                                      of the context
//	Name:old>new  Name:>new  Name:value                            changed attributes; the new value null is none
type atom string

func (a atom) collection() string { return strings.Fields(string(a))[0] }

// xml returns the entry as Oracle writes it.
func (a atom) xml(t testing.TB) string {
	t.Helper()
	words := strings.Fields(string(a))
	context := map[string]any{"PersonNumber": words[1]}
	if words[1] == "-" {
		delete(context, "PersonNumber")
	}
	id, updated, published := "atomservlet:"+words[0]+":EMP"+words[1]+strings.Join(words[2:], ""), "", ""
	var changes []any
	for _, w := range words[2:] {
		if name, v, ok := strings.Cut(w, ":"); ok && !strings.Contains(name, "=") {
			changes = append(changes, map[string]any{name: changed(v)})
			continue
		}
		name, v, _ := strings.Cut(w, "=")
		switch name {
		case "eff":
			context["EffectiveDate"] = v
		case "start":
			context["EffectiveStartDate"] = v
		case "period":
			context["PeriodOfServiceId"] = v
		case "op":
			context["DMLOperation"] = v
		case "upd":
			updated = v
		case "pub":
			published = v
		case "id":
			id = v
		default:
			context[name] = v
		}
	}
	content := map[string]any{"Context": []any{context}}
	if changes != nil {
		content["Changed Attributes"] = changes
	}
	text, err := json.Marshal(content)
	require.NoError(t, err)
	var b strings.Builder
	fmt.Fprintf(&b, "<entry><id>%s</id><title type=\"text\">Somebody</title>", id)
	for _, e := range [][2]string{{"updated", updated}, {"published", published}} {
		if e[1] != "" {
			if !strings.Contains(e[1], "T") {
				e[1] += "T08:00:00.000Z"
			}
			fmt.Fprintf(&b, "<%s>%s</%[1]s>", e[0], e[1])
		}
	}
	b.WriteString(`<content type="text">`)
	require.NoError(t, xml.EscapeText(&b, text))
	b.WriteString("</content></entry>\n")
	return b.String()
}

func changed(text string) any {
	of := func(s string) any {
		if s == "null" || s == "" {
			return nil
		}
		return s
	}
	if before, after, ok := strings.Cut(text, ">"); ok {
		return map[string]any{"old": of(before), "new": of(after)}
	}
	return text
}

// feedOf returns the feed of a collection with entries.
func feedOf(collection string, entries ...string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<feed xmlns="http://www.w3.org/2005/Atom"><id>atomserver:` + collection + `:feed</id><title type="text">Synthetic</title>` + "\n" +
		strings.Join(entries, "") + "</feed>\n"
}

// feeds returns a feed for each collection of the entries.
func feeds(t testing.TB, entries ...atom) []string {
	t.Helper()
	var names []string
	by := map[string][]string{}
	for _, a := range entries {
		c := a.collection()
		if !slices.Contains(names, c) {
			names = append(names, c)
		}
		by[c] = append(by[c], a.xml(t))
	}
	var all []string
	for _, name := range names {
		all = append(all, feedOf(name, by[name]...))
	}
	return all
}

// inputsOf returns texts as inputs.
func inputsOf(texts []string) []feed.Input {
	var inputs []feed.Input
	for i, text := range texts {
		inputs = append(inputs, feed.Input{Name: fmt.Sprintf("feed%d.xml", i+1), Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }})
	}
	return inputs
}

// readFeeds returns the records of feeds as of a day, and the error at their end.
func readFeeds(t testing.TB, now string, opt feed.Options, texts ...string) (records []feed.Record, err error) {
	t.Helper()
	opt.Documents, opt.Name, opt.More = sources.Open, "feed1.xml", inputsOf(texts)[1:]
	for i := range opt.More {
		opt.More[i].Name = fmt.Sprintf("feed%d.xml", i+2)
	}
	opt.Now, err = time.Parse(time.DateOnly, now)
	require.NoError(t, err)
	r, err := feed.Open(strings.NewReader(texts[0]), opt)
	if err != nil {
		return nil, err
	}
	require.Equal(t, feed.OracleATOM, r.Format())
	for rec, err := range r.Records() {
		if err != nil {
			return records, err
		}
		records = append(records, rec)
	}
	return records, nil
}

// shown returns attributes of a record: "Name=value" of those that are asked for, where it has them.
func shown(rec *feed.Record, names ...string) string {
	if rec.Err != nil {
		return rec.Err.Error()
	}
	var parts []string
	for _, name := range names {
		if v := rec.Attrs.Get(name); !v.IsAbsent() {
			text := v.Text()
			if v.IsNull() {
				text = "null"
			}
			parts = append(parts, name+"="+text)
		}
	}
	return strings.Join(parts, " ")
}

func TestEntriesOfAPersonAreMerged(t *testing.T) {
	t.Parallel()
	const life = "HireDate TermDate active"
	for _, row := range []struct {
		name, now string
		entries   []atom
		show      string
		want      []string
	}{
		{"somebody is hired", "2026-02-10", []atom{"newhire 7 start=2026-02-01 eff=2026-02-01 pub=2026-01-10"}, life, []string{"HireDate=2026-02-01 TermDate=null active=True"}},
		{"somebody will be hired, and has an account before", "2026-01-15", []atom{"newhire 7 start=2026-02-01 eff=2026-02-01 pub=2026-01-10"}, life,
			[]string{"HireDate=2026-02-01 TermDate=null active=True"}},
		{"what begins with the job is known before the first day", "2026-01-15", []atom{
			"newhire 7 start=2026-02-01 eff=2026-02-01 pub=2026-01-10", "empassignment 7 eff=2026-02-01 pub=2026-01-10 JobCode:>B1", "empassignment 7 eff=2026-06-01 pub=2026-01-10 JobCode:B1>B2",
		}, "JobCode", []string{"JobCode=B1"}},
		{"a new hire without EffectiveStartDate begins on its EffectiveDate", "2026-02-10", []atom{"newhire 7 eff=2026-02-01"}, "HireDate", []string{"HireDate=2026-02-01"}},
		{"new values of changed attributes hold", "2026-03-10", []atom{"newhire 7 start=2026-02-01 JobCode=A", "empassignment 7 eff=2026-03-01 upd=2026-03-01 JobCode:A>B"}, "JobCode", []string{"JobCode=B"}},
		{"a change of tomorrow does not hold", "2026-03-10", []atom{"newhire 7 start=2026-02-01 JobCode=A", "empassignment 7 eff=2026-03-11 JobCode:A>B"}, "JobCode", []string{"JobCode=A"}},
		{"a change of today holds", "2026-03-11", []atom{"newhire 7 start=2026-02-01 JobCode=A", "empassignment 7 eff=2026-03-11 JobCode:A>B"}, "JobCode", []string{"JobCode=B"}},
		{"the effective date goes before the time of the entry", "2026-04-01", []atom{
			"empassignment 7 eff=2026-03-20 upd=2026-03-01 JobCode:A>C", "empassignment 7 eff=2026-03-10 upd=2026-03-25 JobCode:A>B",
		}, "JobCode", []string{"JobCode=C"}},
		{"of one day the entry that was updated last holds", "2026-04-01", []atom{
			"empassignment 7 eff=2026-03-20 upd=2026-03-22 JobCode:A>C", "empassignment 7 eff=2026-03-20 upd=2026-03-21 JobCode:A>B",
		}, "JobCode", []string{"JobCode=C"}},
		{"an empty value of the context says nothing", "2026-04-01", []atom{"newhire 7 start=2026-02-01 WorkEmail=a@x", "empassignment 7 eff=2026-03-01 WorkEmail= JobCode:>B"}, "WorkEmail", []string{"WorkEmail=a@x"}},
		{"an empty new value is null", "2026-04-01", []atom{"newhire 7 start=2026-02-01 WorkEmail=a@x", "empupdate 7 eff=2026-03-01 WorkEmail:a@x>null"}, "WorkEmail", []string{"WorkEmail=null"}},
		{"a plain value is the new one", "2026-04-01", []atom{"empassignment 7 eff=2026-03-01 op=INSERT JobCode:B"}, "JobCode", []string{"JobCode=B"}},
		{"a plain value of a deletion is taken back", "2026-04-01", []atom{
			"newhire 7 start=2026-02-01 JobCode=A", "empassignment 7 eff=2026-03-01 pub=2026-02-01 JobCode:A>B", "empassignment 7 eff=2026-03-01 pub=2026-02-02 op=DELETE JobCode:B",
		}, "JobCode", []string{"JobCode=A"}},
		{"of a deleted value nothing may be left", "2026-04-01", []atom{"empupdate 7 eff=2026-03-01 op=DELETE WorkEmail:a@x"}, "WorkEmail", []string{"WorkEmail=null"}},
		{"somebody of whom only a change is known may have left", "2026-04-01", []atom{"empupdate 7 eff=2026-03-01 start=2026-03-01 LastName:A>B"}, life + " LastName", []string{"LastName=B"}},

		{"a leaver is active before the day", "2026-03-30", []atom{"newhire 7 start=2026-02-01", "termination 7 start=2026-02-01 eff=2026-03-31"}, life, []string{"HireDate=2026-02-01 TermDate=2026-03-31 active=True"}},
		{"and not on it", "2026-03-31", []atom{"newhire 7 start=2026-02-01", "termination 7 start=2026-02-01 eff=2026-03-31"}, life, []string{"HireDate=2026-02-01 TermDate=2026-03-31 active=False"}},
		{"a termination without a start ends what there is", "2026-04-01", []atom{"newhire 7 start=2026-02-01", "termination 7 eff=2026-03-31"}, life, []string{"HireDate=2026-02-01 TermDate=2026-03-31 active=False"}},
		{"and so does one of a period of service of which the hire says nothing", "2026-04-01", []atom{"newhire 7 start=2026-02-01", "termination 7 eff=2026-03-31 period=55"}, life, []string{"HireDate=2026-02-01 TermDate=2026-03-31 active=False"}},
		{"and one whose start is its end", "2026-04-01", []atom{"newhire 7 start=2026-02-01", "termination 7 start=2026-03-31 eff=2026-03-31"}, life, []string{"HireDate=2026-02-01 TermDate=2026-03-31 active=False"}},
		{"a termination alone", "2026-04-01", []atom{"termination 7 start=2015-02-01 eff=2026-03-31"}, life, []string{"HireDate=2015-02-01 TermDate=2026-03-31 active=False"}},
		{"a termination alone, to come", "2026-03-01", []atom{"termination 7 start=2015-02-01 eff=2026-03-31"}, life, []string{"HireDate=2015-02-01 TermDate=2026-03-31 active=True"}},
		{"a corrected termination", "2026-03-20", []atom{
			"newhire 7 start=2026-02-01", "termination 7 start=2026-02-01 eff=2026-03-31 period=5 pub=2026-03-01", "termination 7 start=2026-02-01 eff=2026-03-15 period=5 pub=2026-03-02",
		}, life, []string{"HireDate=2026-02-01 TermDate=2026-03-15 active=False"}},
		{"a termination is taken back", "2026-04-20", []atom{
			"newhire 7 start=2026-02-01", "termination 7 start=2026-02-01 eff=2026-03-31 pub=2026-03-01", "workrelshipupdate 7 start=2026-02-01 eff=2026-04-01 pub=2026-03-02 ActualTerminationDate:2026-03-31>null",
		}, life, []string{"HireDate=2026-02-01 TermDate=null active=True"}},
		{"another start", "2026-02-10", []atom{"newhire 7 start=2026-02-01 pub=2026-01-10", "workrelshipupdate 7 eff=2026-02-15 pub=2026-01-20 StartDate:2026-02-01>2026-02-15"}, "HireDate", []string{"HireDate=2026-02-15"}},
		{"an earlier start", "2026-01-25", []atom{"newhire 7 start=2026-02-01 pub=2026-01-10", "workrelshipupdate 7 start=2026-01-20 eff=2026-01-20 pub=2026-01-20 StartDate:2026-02-01>2026-01-20"}, life,
			[]string{"HireDate=2026-01-20 TermDate=null active=True"}},

		{"another start, by an update of the person", "2026-02-10", []atom{"newhire 7 start=2026-02-01 pub=2026-01-10", "empupdate 7 start=2026-02-15 eff=2026-02-15 pub=2026-01-20 StartDate:2026-02-01>2026-02-15"}, "HireDate", []string{"HireDate=2026-02-15"}},
		{"the dates of an assignment are not those of the person", "2026-04-01", []atom{"newhire 7 start=2026-02-01", "empassignment 7 eff=2026-03-01 op=INSERT EffectiveStartDate:2026-03-01 JobCode:B"}, "HireDate EffectiveStartDate JobCode",
			[]string{"HireDate=2026-02-01 EffectiveStartDate=2026-02-01 JobCode=B"}},

		{"a rehire", "2026-05-02", []atom{"newhire 7 start=2026-02-01", "termination 7 start=2026-02-01 eff=2026-03-31", "newhire 7 start=2026-05-01"}, life, []string{"HireDate=2026-05-01 TermDate=null active=True"}},
		{"a leaver who will come back is a leaver until then", "2026-04-30", []atom{"newhire 7 start=2026-02-01", "termination 7 start=2026-02-01 eff=2026-03-31", "newhire 7 start=2026-05-01"}, life,
			[]string{"HireDate=2026-02-01 TermDate=2026-03-31 active=False"}},
		{"a conversion is no end", "2026-03-31", []atom{
			"newhire 7 start=2026-02-01 WorkerType=CWK", "termination 7 start=2026-02-01 eff=2026-03-31", "newhire 7 start=2026-04-01 WorkerType=EMP",
		}, life + " WorkerType", []string{"HireDate=2026-02-01 active=True WorkerType=CWK TermDate=null"}},
		{"after a conversion", "2026-04-01", []atom{
			"newhire 7 start=2026-02-01 WorkerType=CWK", "termination 7 start=2026-02-01 eff=2026-03-31", "newhire 7 start=2026-04-01 WorkerType=EMP",
		}, life + " WorkerType", []string{"HireDate=2026-04-01 TermDate=null active=True WorkerType=EMP"}},
		{"one of two jobs ends", "2026-04-01", []atom{"newhire 7 start=2020-02-01", "newhire 7 start=2026-01-01", "termination 7 start=2026-01-01 eff=2026-03-31"}, life, []string{"HireDate=2020-02-01 TermDate=null active=True"}},

		{"a hire is cancelled", "2026-01-20", []atom{"newhire 7 start=2026-02-01 pub=2026-01-10", "cancelworkrelship 7 start=2026-02-01 eff=2026-02-01 pub=2026-01-15"}, life, []string{"HireDate=null TermDate=null active=False"}},
		{"by a period of service of which the hire says nothing", "2026-01-20", []atom{"newhire 7 start=2026-02-01 pub=2026-01-10", "cancelworkrelship 7 period=9 eff=2026-01-15 pub=2026-01-15"}, life, []string{"HireDate=null TermDate=null active=False"}},
		{"by an entry that is dated before it, or at the end of time", "2026-01-20", []atom{"newhire 7 start=2026-02-01 pub=2026-01-10", "cancelworkrelship 7 eff=4712-12-31 pub=2026-01-15"}, life, []string{"HireDate=null TermDate=null active=False"}},
		{"a cancellation alone", "2026-01-20", []atom{"cancelworkrelship 7 start=2026-02-01 eff=2026-02-01 pub=2026-01-15 PersonName=Ada"}, life + " PersonName", []string{"HireDate=null TermDate=null active=False PersonName=Ada"}},
		{"old values of a cancellation are not taken", "2026-01-20", []atom{"newhire 7 start=2026-02-01 JobCode=B", "cancelworkrelship 7 start=2026-02-01 JobCode:A"}, "JobCode", []string{"JobCode=B"}},
		{"hired again after the cancellation, for the same day", "2026-02-20", []atom{
			"newhire 7 start=2026-02-01 pub=2026-01-10", "cancelworkrelship 7 start=2026-02-01 pub=2026-01-15", "newhire 7 start=2026-02-01 pub=2026-01-16",
		}, life, []string{"HireDate=2026-02-01 TermDate=null active=True"}},
		{"a cancelled rehire leaves a leaver", "2026-05-02", []atom{
			"newhire 7 start=2026-02-01 pub=2026-01-01", "termination 7 start=2026-02-01 eff=2026-03-31 pub=2026-03-01", "newhire 7 start=2026-05-01 pub=2026-04-01", "cancelworkrelship 7 start=2026-05-01 pub=2026-04-02",
		}, life, []string{"HireDate=2026-02-01 TermDate=2026-03-31 active=False"}},
		{"a cancelled work relationship is gone with its termination", "2026-03-02", []atom{
			"newhire 7 start=2026-02-01 pub=2026-01-01", "termination 7 start=2026-02-01 eff=2026-03-31 pub=2026-03-01", "cancelworkrelship 7 start=2026-02-01 pub=2026-03-02",
		}, life, []string{"HireDate=null TermDate=null active=False"}},

		{"two people", "2026-04-01", []atom{"newhire 7 start=2026-02-01 JobCode=A", "newhire 8 start=2026-02-02 JobCode=A", "empassignment 7 eff=2026-03-01 JobCode:A>B", "empassignment 8 eff=2026-03-01 JobCode:A>C"},
			"PersonNumber JobCode HireDate", []string{"PersonNumber=7 JobCode=B HireDate=2026-02-01", "PersonNumber=8 JobCode=C HireDate=2026-02-02"}},
		{"the same entry twice", "2026-04-01", []atom{
			"newhire 7 start=2026-02-01 JobCode=A", "empassignment 7 eff=2026-03-01 JobCode:>B", "empassignment 7 eff=2026-03-01 JobCode:>B", "empassignment 7 eff=2026-03-02 op=DELETE JobCode:B",
		}, "JobCode", []string{"JobCode=A"}},
		{"a later state of an entry", "2026-04-01", []atom{"empassignment 7 id=1 eff=2026-03-20 upd=2026-03-01 JobCode:>B", "empassignment 7 id=1 eff=2026-03-10 upd=2026-03-02 JobCode:>C"}, "JobCode", []string{"JobCode=C"}},
		{"columns of worksheet 1", "2026-04-01", []atom{"newhire 7 start=2026-02-01 FirstName=Ada LastName=Lund AddressLine1=Street TownOrCity=Town WorkEmail=a@x", "termination 7 eff=2026-03-01"},
			"Person-Number First-Name Street-Address City Email-Address Hire-Date Termination-Date Account-Status EffectiveStartDate AccountStatus TerminationDate",
			[]string{"Person Number=7 First Name=Ada Street Address=Street City=Town Email Address=a@x Hire Date=2026-02-01 Termination Date=2026-03-01 Account Status=False EffectiveStartDate=2026-02-01 AccountStatus=False TerminationDate=2026-03-01"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			for range 2 {
				records, err := readFeeds(t, row.now, feed.Options{}, feeds(t, row.entries...)...)
				require.NoError(t, err)
				var got []string
				for i := range records {
					got = append(got, shown(&records[i], named(row.show)...))
				}
				require.Equal(t, sorted(row.want), sorted(got))
				slices.Reverse(row.entries)
			}
		})
	}
}

// sorted returns the parts of each text in the order of the alphabet, and the texts, too.
func sorted(texts []string) []string {
	var all []string
	for _, text := range texts {
		parts := strings.Split(text, " ")
		slices.Sort(parts)
		all = append(all, strings.Join(parts, " "))
	}
	slices.Sort(all)
	return all
}

// named splits names at spaces; a name with a space in it has a hyphen there.
func named(text string) []string {
	names := strings.Fields(text)
	for i := range names {
		names[i] = strings.ReplaceAll(names[i], "-", " ")
	}
	return names
}
