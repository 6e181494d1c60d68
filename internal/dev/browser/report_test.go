package browser

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/impact"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/report"
)

var screenshot = flag.String("screenshot", "", "write the picture of the documentation, docs/report.png, to this file")

// engine returns a job of users with such expressions, by their targets; "" is an attribute that the source has by the same name.
func engine(t *testing.T, expressions ...string) *provision.Engine {
	t.Helper()
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "employeeId", From: "id", Match: 1}}}
	for i := 0; i < len(expressions); i += 2 {
		m := mapping.Mapping{Target: expressions[i], Expression: expressions[i+1]}
		if m.Expression == "" {
			m.From = m.Target
		}
		set.Mappings = append(set.Mappings, m)
	}
	e, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{Set: set}}})
	require.NoError(t, err)
	return e
}

// people yields n people.
func people(n int, attributes func(i int) value.Map) func(yield func(provision.Source) bool) {
	return func(yield func(provision.Source) bool) {
		for i := range n {
			if !yield(provision.Source{Ordinal: i + 1, Attrs: attributes(i)}) {
				return
			}
		}
	}
}

// change writes the page of what a change does to n people whose accounts are as the first job leaves them.
func change(t *testing.T, from, to *provision.Engine, n int, attributes, account func(i int) value.Map) []byte {
	t.Helper()
	var accounts []*provision.Object
	for i := range n {
		accounts = append(accounts, provision.NewObject(account(i), i+1, from.Mapper("").Set()))
	}
	side := func(e *provision.Engine) impact.Side {
		return impact.Side{Engine: e, World: provision.World{Directory: provision.NewMemory(accounts)}, Sources: people(n, attributes)}
	}
	changes, err := impact.Compare(context.Background(), side(from), side(to), impact.Options{Limit: 500, Keep: report.Keep})
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, report.Write(&b, changes, report.Options{From: from, To: to}))
	return b.Bytes()
}

var departments = []string{"Sales", "Legal", "Research", "Service"}

func person(i int) value.Map {
	return value.Map{
		"id": fmt.Sprint(1000 + i), "login": fmt.Sprintf("user%d", i), "domain": []string{"contoso.com", "contoso.old"}[min(i%9, 1)],
		"department": departments[i%len(departments)], "title": fmt.Sprintf("Clerk %d", i%30), "status": []string{"active", "left"}[min(i%97/96, 1)],
	}
}

func account(i int) value.Map {
	p := person(i)
	return value.Map{
		"employeeId": p["id"], "userPrincipalName": p["login"].(string) + "@" + p["domain"].(string), "department": p["department"], "jobTitle": p["title"],
		"accountEnabled": true,
	}
}

// example is a page with groups of several kinds.
func example(t *testing.T) []byte {
	t.Helper()
	from := engine(t, "userPrincipalName", `[login] & "@" & [domain]`, "department", "", "jobTitle", `[title]`, "accountEnabled", `"True"`)
	to := engine(t, "userPrincipalName", `[login] & "@" & Replace([domain], ".old", , , ".com", , )`, "department", `Switch([department], [department], "Sales", "Service")`,
		"jobTitle", `IIF([title] = "Clerk 7", [none], [title])`, "accountEnabled", `IIF([status] = "left", "False", "True")`)
	return change(t, from, to, 400, person, account)
}

const firstTable = `document.querySelector("details[open] tbody")`

// TestAReaderFindsAPerson goes the way of a reader with the keyboard alone: open a group, search, sort, open a card, close it.
func TestAReaderFindsAPerson(t *testing.T) {
	p := open(t, example(t))
	require.Contains(t, eval[string](p, `document.querySelector("h1").textContent`), "This change disables 4 accounts")
	require.Equal(t, eval[string](p, "document.title"), eval[string](p, `document.querySelector("h1").textContent`))

	p.do(chromedp.Focus(chromedp.Search(`//summary[contains(., "Sales")]`)), chromedp.KeyEvent(kb.Enter))
	p.until(firstTable + `?.rows.length === 100`)
	first := `document.querySelector("details[open] tbody button").textContent`
	require.Equal(t, "1000", eval[string](p, first))
	require.Contains(t, eval[string](p, firstTable+".rows[0].textContent"), `"Sales""Service"`)

	p.do(chromedp.Focus(chromedp.CSS(`details[open] input`)), chromedp.KeyEvent("104"))
	p.until(firstTable + `.rows.length === 4`) // 1040, 1044, 1048 and 1104
	require.Equal(t, "4 of 100 rows", eval[string](p, `document.querySelector("details[open] [role=status]").textContent`))

	sort := `document.querySelector("details[open] th button")`
	require.Equal(t, "none", eval[string](p, sort+`.parentElement.getAttribute("aria-sort")`))
	p.do(chromedp.Focus(chromedp.CSS(`details[open] th button`)), chromedp.KeyEvent(kb.Enter), chromedp.KeyEvent(kb.Enter))
	p.until(sort + `.parentElement.getAttribute("aria-sort") === "descending"`)
	require.Equal(t, "1104", eval[string](p, first))

	p.do(chromedp.Focus(chromedp.CSS(`details[open] td button`)), chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS(`dialog[open] table`)))
	card := eval[string](p, `document.querySelector("dialog").innerText`)
	for _, part := range []string{"1104", "department", "Sales", "Service", "Switch([department]", `[department] = "Sales"`} {
		require.Contains(t, card, part)
	}
	require.Equal(t, "Close", eval[string](p, "document.activeElement.textContent"))
	p.do(chromedp.KeyEvent(kb.Escape))
	p.until(`!document.querySelector("dialog").open`)
	require.Equal(t, "1104", eval[string](p, "document.activeElement.textContent"), "the focus is where it was")
	p.well()
}

// TestValuesAreInert holds that nothing in a value is more than text, in the page, in a table and in a card.
func TestValuesAreInert(t *testing.T) {
	hostile := []string{
		`</script><img src=x onerror="violations.push('ran')">`, `<b id=planted>bold</b>`, `<!--<script>`, `]]>`, `"><svg onload=alert(1)>`, `javascript:alert(1)`,
		"left\u202eright", "\x1b[31mred\x07", "line\u2028two", "\u2066isolate", "nul\x00", `{{.}}`, `\u003cscript>`, `&lt;i&gt;`,
	}
	attributes := func(i int) value.Map {
		return value.Map{"id": hostile[i] + fmt.Sprint(i), "title": hostile[i], "department": hostile[(i+1)%len(hostile)]}
	}
	from, to := engine(t, "jobTitle", `[title]`, "department", ""), engine(t, "jobTitle", `[title] & "</pre><img src=x>"`, "department", `"<i>" & [department]`)
	html := change(t, from, to, len(hostile), attributes, func(i int) value.Map {
		a := attributes(i)
		return value.Map{"employeeId": a["id"], "jobTitle": a["title"], "department": a["department"]}
	})
	for _, raw := range []string{"\u202e", "\x1b", "\u2066", "\x00", "\x07", "<b id", "<!--<"} {
		require.NotContains(t, string(html), raw)
	}
	p := open(t, html)
	eval[bool](p, `document.querySelectorAll("details").forEach(d => d.open = true) === undefined`)
	p.until(`[...document.querySelectorAll("details")].every(d => d.querySelector("table"))`)
	cards := eval[int](p, `(() => {
		let n = 0;
		for (const button of document.querySelectorAll("td button")) { button.click(); n += document.querySelectorAll("dialog pre").length; document.querySelector("dialog").close(); }
		return n;
	})()`)
	require.Greater(t, cards, len(hostile))
	require.Zero(t, eval[int](p, `document.querySelectorAll("img, b, i, #planted, main script").length`))
	require.Equal(t, 2, eval[int](p, `document.scripts.length`))
	require.Contains(t, eval[string](p, "document.body.textContent"), `left\u202eright`)
	require.Contains(t, eval[string](p, "document.body.textContent"), hostile[0])
	p.well()
}

// TestALargePageOpens holds the size of a page about 100,000 people; how long it takes to open is printed.
func TestALargePageOpens(t *testing.T) {
	const n = 100_000
	expressions := []string{"userPrincipalName", `[login] & "@" & [domain]`, "department", `Switch([department], [department], "Sales", "Service")`, "jobTitle", `[title] & "!"`}
	for i := range 22 {
		expressions = append(expressions, fmt.Sprintf("extension%d", i), fmt.Sprintf(`[title] & " %d of " & [login]`, i))
	}
	one := engine(t, expressions...)
	var accounts []*provision.Object
	for i := range n {
		accounts = append(accounts, provision.NewObject(account(i), i+1, one.Mapper("").Set()))
	}
	run := impact.NewRun(one, impact.Options{Limit: 500, Keep: report.Keep})
	var totals provision.Totals
	for plan, err := range one.NewCycle(provision.World{Directory: provision.NewMemory(accounts)}).Run(context.Background(), people(n, person), 0) {
		require.NoError(t, err)
		run.Add(plan)
		totals.Add(plan)
	}
	changes := run.Impact()
	changes.Complete = true
	var b bytes.Buffer
	require.NoError(t, report.Write(&b, changes, report.Options{To: one, Totals: &totals}))
	require.Less(t, b.Len(), 5_000_000)
	p := open(t, b.Bytes())
	ready := eval[float64](p, `performance.getEntriesByType("navigation")[0].loadEventEnd`)
	begin := time.Now()
	p.do(chromedp.Click(chromedp.CSS(`details[data-group=all] summary`)))
	p.until(`document.querySelectorAll("details[data-group=all] tbody tr").length === 500`)
	t.Logf("%d bytes, %d people of %d; opened in %.0f ms, the table of all in %d ms", b.Len(),
		eval[int](p, `JSON.parse(document.getElementById("data").textContent).people.length`), n, ready, time.Since(begin).Milliseconds())
	require.Contains(t, eval[string](p, `document.querySelector(".find .hint").textContent`), "sample")
	p.well()
}

// TestPrintAndDark holds that the page can be read on paper and on a dark screen.
func TestPrintAndDark(t *testing.T) {
	p := open(t, example(t))
	light := eval[string](p, "getComputedStyle(document.body).backgroundColor")
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
	require.NotEqual(t, light, eval[string](p, "getComputedStyle(document.body).backgroundColor"))
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	pdf := get(p, chromedp.PrintToPDF())
	require.True(t, bytes.HasPrefix(pdf, []byte("%PDF-")))
	require.Equal(t, "none", eval[string](p, `getComputedStyle(document.querySelector(".find")).display`))
	require.NotEqual(t, "none", eval[string](p, `getComputedStyle(document.querySelector("summary")).display`))
	p.well()
}

// TestTheExampleOpens opens the report that the documentation shows, and makes its picture where -screenshot names a file.
func TestTheExampleOpens(t *testing.T) {
	html, err := os.ReadFile("../../../examples/change/impact.html")
	require.NoError(t, err)
	p := open(t, html)
	p.do(chromedp.Click(chromedp.Search(`//summary[contains(., "contoso.old")]`)), chromedp.WaitVisible(chromedp.CSS(`details[open] td button`)))
	require.Contains(t, eval[string](p, `document.querySelector("details[open] .people").textContent`), "On this page: 20 of 70 people")
	require.Equal(t, 20, eval[int](p, firstTable+".rows.length"))
	if *screenshot != "" {
		require.NoError(t, os.WriteFile(*screenshot, get(p, chromedp.CaptureScreenshot()), 0o644))
	}
	p.well()
}
