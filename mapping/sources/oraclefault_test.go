package sources_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/dev/damage"
	"github.com/attrmap/attrmap/internal/dev/effort"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/sources"
)

// TestFaultsOfFeeds: a broken entry breaks its person, or is a broken record of its own; a feed that is none of those that are read ends the reading.
func TestFaultsOfFeeds(t *testing.T) {
	t.Parallel()
	good := atom("newhire 8 start=2026-02-01").xml(t)
	entry := func(content string) string {
		return "<entry><id>x</id><updated>2026-01-01T00:00:00Z</updated><content>" + content + "</content></entry>"
	}
	hire := func(entries ...string) string { return feedOf("newhire", entries...) }
	for _, row := range []struct {
		name  string
		texts []string
		want  string // of the record of somebody, or of the end
		ends  bool   // it is the end
	}{
		{"no PersonNumber", []string{hire(atom("newhire - start=2026-02-01").xml(t), good)}, "the context of the entry has no PersonNumber", false},
		{"an empty one", []string{hire(entry(`{"Context":[{"PersonNumber":" "}]}`), good)}, "the context of the entry has no PersonNumber", false},
		{"no context", []string{hire(entry(`{}`), good)}, "no PersonNumber", false},
		{"two people in one entry", []string{hire(entry(`{"Context":[{"PersonNumber":"1"},{"PersonNumber":"2"}]}`), good)}, "about several persons", false},
		{"a context that is none", []string{hire(entry(`{"Context":["7"]}`), good)}, "Context: want a list of objects, got string", false},
		{"changes that are none", []string{hire(entry(`{"Context":[{"PersonNumber":"1"}],"Changed Attributes":["JobCode"]}`), good)}, "Changed Attributes: want a list of objects, got string", false},
		{"a change of no attribute", []string{hire(entry(`{"Context":[{"PersonNumber":"1"}],"Changed Attributes":[{"name":"JobCode","old":"A","new":"B"}]}`), good)}, "Changed Attributes: nothing says which attribute has the old and the new value", false},
		{"no content", []string{hire(entry(``), good)}, "the entry has no content", false},
		{"prose", []string{hire(entry(`Hello`), good)}, "the content is no JSON", false},
		{"a member twice", []string{hire(entry(`{"Context":[{"PersonNumber":"1","PersonNumber":"2"}]}`), good)}, "the content is no JSON", false},
		{"a list", []string{hire(entry(`[]`), good)}, "the content is list: want an object", false},
		{"no date", []string{hire(atom("newhire 7 start=soon").xml(t), good)}, `EffectiveStartDate: want a date such as 2026-01-31, got "soon"`, false},
		{"no time", []string{hire(atom("newhire 7 start=2026-02-01 upd=T1").xml(t), good)}, `updated: want a time`, false},
		{"no date at all", []string{hire(atom("newhire 7").xml(t), good)}, `the entry has no date`, false},
		{"an entry that is no XML", []string{hire("<entry><id>&unknown;</id></entry>", good)}, "not well-formed", false},
		{"an entry of an unknown feed", []string{hire(strings.Replace(atom("newhire 7 start=2026-02-01").xml(t), "atomservlet:newhire", "atomservlet:payupdate", 1), good)}, `unknown feed "payupdate": want one of newhire`, false},

		{"an unknown feed", []string{feedOf("payupdate", atom("newhire 7 start=2026-02-01 id=1").xml(t))}, `unknown feed "payupdate": want one of newhire, workrelshipupdate, empassignment, empupdate, termination, cancelworkrelship`, true},
		{"an unknown feed without entries", []string{hire(good), feedOf("jobs")}, `in feed2.xml: unknown feed "jobs"`, true},
		{"a feed of something else", []string{`<feed xmlns="http://www.w3.org/2005/Atom"><title>Notes of somebody</title><entry><content>{}</content></entry></feed>`}, "nothing says which feed of Oracle HCM this is", true},
		{"a file after it that is none", []string{hire(good), "<html></html>"}, "in feed2.xml: the input is no feed", true},
		{"a table after it", []string{hire(good), "a,b\n1,2\n"}, "in feed2.xml: the input is no feed", true},
		{"nothing after it", []string{hire(good), ""}, "in feed2.xml: the input is no feed", true},
		{"a document type", []string{`<!DOCTYPE feed [<!ENTITY a "aaaa">]>` + strings.TrimPrefix(hire(good), `<?xml version="1.0" encoding="UTF-8"?>`)}, "document type", true},
		{"one page of several", []string{strings.Replace(hire(good), "<title", `<link rel="next" href="https://x/atomservlet/employee/newhire?page=2"/><title`, 1)}, "the feed newhire is one page of several: entries are missing", true},
		{"an encoding that is not known", []string{strings.Replace(hire(good), "UTF-8", "EBCDIC-X", 1)}, "encoding", true},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			records, err := readFeeds(t, "2026-03-01", feed.Options{}, row.texts...)
			if row.ends {
				require.ErrorContains(t, err, row.want)
				var f *feed.Error
				require.ErrorAs(t, err, &f)
				require.Positive(t, f.Line)
				return
			}
			require.NoError(t, err)
			require.Len(t, records, 2)
			require.ErrorContains(t, records[0].Err, row.want)
			require.Equal(t, "PersonNumber=8 active=True", shown(&records[1], "PersonNumber", "active"))
		})
	}
}

// TestFeedsSayWhatTheyAre in several ways.
func TestFeedsSayWhatTheyAre(t *testing.T) {
	t.Parallel()
	leaver := atom("termination 7 start=2020-01-01 eff=2026-02-01 id=urn:uuid:1").xml(t)
	of := func(before, after string) string {
		return `<feed xmlns="http://www.w3.org/2005/Atom">` + before + leaver + after + `</feed>`
	}
	for name, text := range map[string]string{
		"by an identifier":             of(`<id>atomserver:termination:feed</id>`, ""),
		"by an identifier after it":    of("", `<id>atomserver:termination:feed</id>`),
		"by an address":                of(`<link rel="self" href="https://h/hcmRestApi/atomservlet/employee/termination?page-size=5"/>`, ""),
		"by its title":                 of(`<title type="text">Person Terminated</title>`, ""),
		"by its name as title":         of(`<title>termination</title>`, ""),
		"by a title with more words":   of(`<title>Feed: Person Terminated (all)</title>`, ""),
		"without a namespace":          strings.Replace(of(`<id>atomserver:termination:feed</id>`, ""), ` xmlns="http://www.w3.org/2005/Atom"`, "", 1),
		"by a subtitle":                of(`<title>HR</title><subtitle>Termination</subtitle>`, ""),
		"by a category":                of(`<category term="termination"/>`, ""),
		"by the address of the entry":  strings.Replace(of("", ""), "<entry>", `<entry><link rel="edit" href="https://h/hcmRestApi/atomservlet/employee/termination/EMP1"/>`, 1),
		"by the entry's identifier":    strings.Replace(of("<id>urn:uuid:9</id>", ""), "urn:uuid:1", "atomservlet:termination:EMP1", 1),
		"by the entry's source":        strings.Replace(of("", ""), "<content", `<source><id>atomserver:termination:feed</id></source><content`, 1),
		"with a prefix":                strings.NewReplacer("<e", "<a:e", "<c", "<a:c", "<u", "<a:u", "<p", "<a:p", "</", "</a:", "<feed xmlns", "<a:feed xmlns:a", "<id", "<a:id", "<ti", "<a:ti").Replace(of(`<id>atomserver:termination:feed</id>`, "")),
		"an entry alone":               strings.Replace(strings.Replace(leaver, "<entry>", `<entry xmlns="http://www.w3.org/2005/Atom">`, 1), "urn:uuid:1", "atomservlet:termination:EMP1", 1),
		"in UTF-16":                    utf16Text(of(`<id>atomserver:termination:feed</id>`, "")),
		"with a mark":                  "\uFEFF" + of(`<id>atomserver:termination:feed</id>`, ""),
		"after another one in a file":  feedOf("empupdate") + of(`<id>atomserver:termination:feed</id>`, ""),
		"with CDATA and a declaration": `<?xml version="1.0"?>` + cdata(t, of(`<id>atomserver:termination:feed</id>`, "")),
		"with HTML":                    strings.NewReplacer(`type="text">{`, `type="html">{`, "&#34;", "&amp;quot;").Replace(of(`<id>atomserver:termination:feed</id>`, "")),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			records, err := readFeeds(t, "2026-03-01", feed.Options{}, text)
			require.NoError(t, err)
			require.Len(t, records, 1)
			require.Equal(t, "PersonNumber=7 active=False", shown(&records[0], "PersonNumber", "active"), text)
		})
	}
	t.Run("by the name of the file", func(t *testing.T) {
		t.Parallel()
		r, err := feed.Open(strings.NewReader(of("", "")), feed.Options{Documents: sources.Open, Name: "out/termination-2026.xml", Now: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)})
		require.NoError(t, err)
		for rec, err := range r.Records() {
			require.NoError(t, err)
			require.Equal(t, "active=False", shown(&rec, "active"))
		}
	})
}

func utf16Text(text string) string {
	var b strings.Builder
	b.WriteString("\xFF\xFE")
	for _, r := range text {
		b.WriteByte(byte(r))
		b.WriteByte(byte(r >> 8))
	}
	return b.String()
}

// cdata returns a feed whose contents are in CDATA.
func cdata(t *testing.T, text string) string {
	t.Helper()
	before, rest, ok := strings.Cut(text, `<content type="text">`)
	require.True(t, ok)
	content, after, ok := strings.Cut(rest, "</content>")
	require.True(t, ok)
	return before + "<content><![CDATA[" + strings.ReplaceAll(content, "&#34;", `"`) + "]]></content>" + after
}

// TestFeedsWithinLimits: what is hostile costs no more than the limits.
func TestFeedsWithinLimits(t *testing.T) {
	t.Parallel()
	limits := feed.Limits{RecordBytes: 4 << 10, Values: 200}
	good := atom("newhire 8 start=2026-02-01").xml(t)
	for name, entry := range map[string]string{
		"a long entry":   "<entry><content>" + strings.Repeat("x", 10<<10) + "</content></entry>",
		"many values":    "<entry><content>{&quot;Context&quot;:[" + strings.Repeat("{},", 300) + "{}]}</content></entry>",
		"many elements":  "<entry>" + strings.Repeat("<a/>", 300) + "</entry>",
		"deep elements":  "<entry>" + strings.Repeat("<a>", 150) + strings.Repeat("</a>", 150) + "</entry>",
		"a deep content": "<entry><content>" + strings.Repeat("[", 190) + strings.Repeat("]", 190) + "</content></entry>",
	} {
		records, err := readFeeds(t, "2026-03-01", feed.Options{Limits: limits}, feedOf("newhire", entry, good))
		require.NoError(t, err, name)
		require.Len(t, records, 2, name)
		require.Error(t, records[0].Err, name)
		require.NoError(t, records[1].Err, name)
	}
	many := feedOf("newhire", slices.Repeat([]string{good}, 32*(4<<10)/len(good)+9)...)
	_, err := readFeeds(t, "2026-03-01", feed.Options{Limits: limits}, many)
	var limit *diag.LimitError
	require.ErrorAs(t, err, &limit)
	require.ErrorContains(t, err, "the entries are larger than 128 KiB together")
}

// TestValuesOfFeedsAreHidden: nothing of a feed is in its errors if they are to hide it.
func TestValuesOfFeedsAreHidden(t *testing.T) {
	t.Parallel()
	var remark diag.Message
	opt := feed.Options{HideValues: true, Remark: func(m diag.Message) { remark = m }}
	records, err := readFeeds(t, "2026-03-01", opt, feedOf("newhire", atom("newhire 4711 start=Secret").xml(t)), feedOf("empupdate", atom("empupdate 4712 eff=2026-04-01 LastName:>Secret").xml(t)))
	require.NoError(t, err)
	require.Len(t, records, 1)
	require.NotContains(t, records[0].Err.Error(), "Secret")
	require.Equal(t, `1 of 2 entries are dated later than 2026-03-01T00:00:00Z, and not used yet; nothing else is known of 1: "4712"`, remark.String())
	require.NotContains(t, remark.Masked().String(), "4712")
	_, err = readFeeds(t, "2026-03-01", opt, feedOf("secret"))
	require.NotContains(t, err.Error(), "secret")
}

// TestFeedsThatAreCutOff: wherever a feed ends early, it is told.
func TestFeedsThatAreCutOff(t *testing.T) {
	t.Parallel()
	whole := feeds(t, "newhire 7 start=2026-02-01 JobCode=A", "newhire 8 start=2026-02-01", "termination 7 start=2026-02-01 eff=2026-02-20")
	for i, text := range whole {
		for at := 0; at < len(strings.TrimRight(text, "\n")); at += effort.Of(1, 3) {
			texts := slices.Clone(whole)
			texts[i] = text[:at]
			_, err := readFeeds(t, "2026-03-01", feed.Options{Format: feed.OracleATOM}, texts...)
			var f *feed.Error
			require.ErrorAs(t, err, &f, "feed %d cut at %d", i, at)
		}
	}
}

// TestDamagedFeeds: whatever byte of a feed is another one, reading ends, and nobody is read who is not there.
func TestDamagedFeeds(t *testing.T) {
	t.Parallel()
	whole := feeds(t, "newhire 7 start=2026-02-01 JobCode=A", "newhire 8 start=2026-02-01", "termination 7 start=2026-02-01 eff=2026-02-20")
	for i, text := range whole {
		for _, broken := range damage.Bytes(text, "<>&\"{}[],:x\x00\xff") {
			texts := slices.Clone(whole)
			texts[i] = broken
			records, err := readFeeds(t, "2026-03-01", feed.Options{Format: feed.OracleATOM}, texts...)
			require.LessOrEqual(t, len(records), 4)
			if err != nil {
				require.ErrorAs(t, err, new(*feed.Error))
			}
		}
	}
}

// changing is a file that another program writes to.
type changing struct{ io.Reader }

func (changing) Close() error   { return nil }
func (changing) Changed() error { return errors.New("it is longer now") }

// TestFeedsEndWithAWord where reading is canceled, and where a file has changed meanwhile.
func TestFeedsEndWithAWord(t *testing.T) {
	t.Parallel()
	text := feedOf("newhire", atom("newhire 7 start=2026-02-01").xml(t))
	for want, open := range map[string]func(cancel func()) io.ReadCloser{
		"reading was canceled":                             func(cancel func()) io.ReadCloser { cancel(); return io.NopCloser(strings.NewReader(text)) },
		"the input has changed: it is longer now; read it": func(func()) io.ReadCloser { return changing{strings.NewReader(text)} },
	} {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		r, err := feed.Open(strings.NewReader(text), feed.Options{Documents: sources.Open, Context: ctx,
			More: []feed.Input{{Name: "more.xml", Open: func() (io.ReadCloser, error) { return open(cancel), nil }}}})
		require.NoError(t, err)
		var end error
		for _, end = range r.Records() {
			if end != nil {
				break
			}
		}
		require.ErrorContains(t, end, want)
	}
}

// TestFeedThatCannotBeOpened ends the reading, and that it can be read is no part of what is hidden.
func TestFeedThatCannotBeOpened(t *testing.T) {
	t.Parallel()
	broken := errors.New("no such file")
	r, err := feed.Open(strings.NewReader(feedOf("newhire", atom("newhire 7 start=2026-02-01").xml(t))), feed.Options{Documents: sources.Open, HideValues: true,
		More: []feed.Input{{Name: "more.xml", Open: func() (io.ReadCloser, error) { return nil, broken }}}})
	require.NoError(t, err)
	var ids []string
	for rec, err := range r.Records() {
		if err != nil {
			require.ErrorIs(t, err, broken)
			require.ErrorContains(t, err, "in more.xml: the input cannot be read: no such file")
			break
		}
		ids = append(ids, rec.ID)
	}
	require.Equal(t, []string{"7"}, ids)
}
