package sources_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/feed"
)

// employment is a work relationship of somebody as it was in truth: days from the beginning of 2026.
type employment struct {
	start, end int // no end is 0
	cancelled  bool
	jobs       []job
}

// job is what somebody is from a day on.
type job struct {
	from int
	code string
}

var begins = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func dayOf(n int) string { return begins.AddDate(0, 0, n).Format(time.DateOnly) }

// randomLife returns the employments of somebody, and what the feeds say of them.
func randomLife(r *rand.Rand, number int) (life []employment, entries []atom) {
	say := func(told int, collection, format string, args ...any) {
		entries = append(entries, atom(fmt.Sprintf("%s %d pub=%s upd=%[3]s id=%s-%d-%d %s", collection, number, dayOf(told), collection, number, len(entries), fmt.Sprintf(format, args...))))
	}
	at := 1 + r.IntN(40)
	for n := range 1 + r.IntN(3) {
		e := employment{start: at, cancelled: n > 0 && r.IntN(5) == 0 || r.IntN(12) == 0}
		period := ""
		if r.IntN(2) == 0 {
			period = fmt.Sprintf(" period=%d", number*10+n)
		}
		told := at - r.IntN(20)
		job0 := fmt.Sprintf("J%d.0", n)
		say(told, "newhire", "start=%s eff=%s JobCode=%s", dayOf(at), dayOf(at), job0)
		e.jobs = append(e.jobs, job{at, job0})
		if e.cancelled {
			say(told+1, "cancelworkrelship", "start=%s eff=%s%s JobCode:gone", dayOf(at), dayOf(at), period)
			life = append(life, e)
			at += 2 + r.IntN(30)
			continue
		}
		for i := range r.IntN(3) {
			at += 1 + r.IntN(20)
			j := job{at, fmt.Sprintf("J%d.%d", n, i+1)}
			say(at-r.IntN(10)+5, "empassignment", "eff=%s JobCode:%s>%s", dayOf(at), e.jobs[len(e.jobs)-1].code, j.code)
			e.jobs = append(e.jobs, j)
		}
		if r.IntN(3) > 0 {
			at += 2 + r.IntN(30)
			e.end = at
			if r.IntN(4) == 0 { // first for another day
				say(at-12, "termination", "start=%s eff=%s period=%d", dayOf(e.start), dayOf(at+r.IntN(9)-4), number*10+n)
				say(at-11, "termination", "start=%s eff=%s period=%d", dayOf(e.start), dayOf(at), number*10+n)
			} else {
				say(at-r.IntN(12), "termination", "start=%s eff=%s%s", dayOf(e.start), dayOf(at), period)
			}
			if r.IntN(5) == 0 { // and then not at all
				say(at+1, "workrelshipupdate", "start=%s eff=%s%s ActualTerminationDate:%s>null", dayOf(e.start), dayOf(at+1), period, dayOf(at))
				e.end = 0
			}
		}
		life = append(life, e)
		if e.end == 0 {
			break
		}
		at += r.IntN(2) // converted
		if r.IntN(3) > 0 {
			at += 2 + r.IntN(30)
		}
	}
	return life, entries
}

// expected is what somebody is on a day, from the truth.
func expected(life []employment, today int) string {
	var held []employment
	for _, e := range life {
		if !e.cancelled {
			held = append(held, e)
		}
	}
	if len(held) == 0 {
		return "HireDate=null TermDate=null active=False"
	}
	at := 0
	for i, e := range held {
		if e.start <= today {
			at = i
		}
	}
	e, until, end, active := held[at], max(today, held[0].start), "null", true
	if e.end != 0 && (at+1 == len(held) || held[at+1].start > e.end+1) {
		end, active = dayOf(e.end), today < e.end
	}
	code := ""
	for _, e := range held {
		for _, j := range e.jobs {
			if j.from <= until {
				code = j.code
			}
		}
	}
	return fmt.Sprintf("HireDate=%s JobCode=%s TermDate=%s active=%s", dayOf(e.start), code, end, strings.ToUpper(fmt.Sprint(active))[:1]+fmt.Sprint(active)[1:])
}

// TestRandomLives: 500 people are on every day what they are in truth, in whatever order the entries and the feeds come.
func TestRandomLives(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(17, 1))
	lives := map[string][]employment{}
	var entries []atom
	for number := range 500 {
		life, said := randomLife(r, number)
		lives[fmt.Sprint(number)] = life
		entries = append(entries, said...)
	}
	for today := 0; today < 200; today += 9 {
		r.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
		// Some come twice.
		again := append(slices.Clone(entries), entries[:50]...)
		records, err := readFeeds(t, dayOf(today), feed.Options{}, feeds(t, again...)...)
		require.NoError(t, err)
		require.Len(t, records, len(lives))
		for _, rec := range records {
			want, show := expected(lives[rec.ID], today), []string{"HireDate", "JobCode", "TermDate", "active"}
			if !strings.Contains(want, "JobCode") || slices.ContainsFunc(lives[rec.ID], func(e employment) bool { return e.cancelled }) {
				// The job of a work relationship that never was is of no account.
				show = []string{"HireDate", "TermDate", "active"}
				want = strings.Join(slices.DeleteFunc(strings.Fields(want), func(s string) bool { return strings.HasPrefix(s, "JobCode") }), " ")
			}
			require.Equal(t, want, shown(&rec, show...), "person %s on %s: %+v", rec.ID, dayOf(today), lives[rec.ID])
		}
	}
}
