package scim_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/scim"
	"github.com/attrmap/attrmap/mapping/provision"
)

// listed reads all users.
func listed(t *testing.T, d *scim.Directory) (ids []string, err error) {
	t.Helper()
	for o, err := range d.Objects(t.Context(), "User") {
		if err != nil {
			return ids, err
		}
		ids = append(ids, o.ID)
	}
	return ids, nil
}

func TestObjects(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		people int
		server *server
		err    string
	}{
		{"nobody", 0, &server{}, ""},
		{"one", 1, &server{}, ""},
		{"a page", 10, &server{}, ""},
		{"a page and one", 11, &server{}, ""},
		{"several pages", 95, &server{}, ""},
		{"pages that are smaller than asked", 95, &server{pageCap: 3}, ""},
		{"pages of one", 7, &server{pageCap: 1}, ""},
		{"a total that is the size of the page", 95, &server{before: smallTotals()}, ""},
		{"pages that begin at multiples of their size whatever is asked", 95, &server{before: aligned(10)}, ""},
		{"a total that is too large", 20, &server{lies: 2}, "20 different ones in 5 readings, where the server says 22"},
		{"a server that sends the first page again and again", 20, &server{repeatsPages: true}, "10 different ones in 5 readings"},
		{"a server that sends the first page again and again, but can be searched", 95, &server{repeatsPages: true, pageCap: 10, searches: true}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			s := row.server
			s.objects = people(row.people)
			d := open(t, s, scim.Options{PageSize: 10, Retries: -1})
			got, err := listed(t, d)
			if row.err != "" {
				require.ErrorContains(t, err, row.err)
				return
			}
			require.NoError(t, err)
			require.Len(t, got, row.people)
			for i, id := range got {
				require.Equal(t, fmt.Sprint("id", i+1), id)
			}
		})
	}
}

// smallTotals answers lists with the size of the page as the total.
func smallTotals() func(http.ResponseWriter, *http.Request, int) bool {
	return func(w http.ResponseWriter, r *http.Request, _ int) bool {
		return page(w, r, func(start, count int) (first, last, total int) {
			last = min(start-1+count, 95)
			return start - 1, last, max(last-start+1, 0)
		})
	}
}

// aligned answers lists with the page that the first object asked for is on.
func aligned(size int) func(http.ResponseWriter, *http.Request, int) bool {
	return func(w http.ResponseWriter, r *http.Request, _ int) bool {
		return page(w, r, func(start, _ int) (first, last, total int) {
			first = start / size * size
			return first, min(first+size, 95), 95
		})
	}
}

// page answers a list of 95 users with some of them.
func page(w http.ResponseWriter, r *http.Request, choose func(start, count int) (first, last, total int)) bool {
	if r.URL.Path != "/scim/Users" {
		return false
	}
	start, _ := strconv.Atoi(r.URL.Query().Get("startIndex"))
	count, _ := strconv.Atoi(r.URL.Query().Get("count"))
	first, last, total := choose(start, count)
	resources := []any{}
	for _, o := range people(95)[min(first, 95):max(last, min(first, 95))] {
		resources = append(resources, o)
	}
	reply(w, 200, map[string]any{"totalResults": total, "Resources": resources})
	return true
}

// TestAListThatChangesWhileItIsReadHasNoHoles: whatever is created or deleted between two pages, everybody who was there all the time comes, and
// comes once.
func TestAListThatChangesWhileItIsReadHasNoHoles(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		change func(s *server)
	}{
		{"somebody is deleted from the first page", func(s *server) { s.objects = slices.Delete(slices.Clone(s.objects), 0, 1) }},
		{"somebody is deleted and somebody else is created", func(s *server) {
			s.objects = append(slices.Delete(slices.Clone(s.objects), 2, 3), person("userName", "new"))
		}},
		{"somebody is created at the beginning", func(s *server) { s.objects = slices.Insert(slices.Clone(s.objects), 0, person("userName", "new")) }},
		{"somebody is created at the end", func(s *server) { s.objects = append(slices.Clone(s.objects), person("userName", "new")) }},
		{"a whole page is deleted", func(s *server) { s.objects = slices.Delete(slices.Clone(s.objects), 0, 10) }},
	} {
		for i := range 24 {
			size, when := []int{1, 2, 10}[i%3], i/3+1
			s := &server{objects: people(45)}
			before := s.objects
			asked := 0
			s.before = func(_ http.ResponseWriter, r *http.Request, _ int) bool {
				if r.URL.Path == "/scim/Users" {
					if asked++; asked == when {
						s.mu.Lock()
						row.change(s)
						s.mu.Unlock()
					}
				}
				return false
			}
			d := open(t, s, scim.Options{PageSize: size, Retries: -1})
			got, err := listed(t, d)
			require.NoError(t, err, row.name)
			require.Len(t, slices.Compact(slices.Sorted(slices.Values(got))), len(got), row.name)
			for _, o := range before {
				if slices.Contains(s.objects, o) {
					require.Contains(t, got, o.Get("id").Text(), "%s, before page %d of %d", row.name, when, size)
				}
			}
		}
	}
}

func TestAListThatNeverComesToRestIsAnError(t *testing.T) {
	t.Parallel()
	s := &server{objects: people(45)}
	s.before = func(_ http.ResponseWriter, _ *http.Request, n int) bool {
		s.mu.Lock()
		s.objects = append(slices.Delete(slices.Clone(s.objects), 0, 1), person("userName", fmt.Sprint("new", n)))
		s.mu.Unlock()
		return false
	}
	_, err := listed(t, open(t, s, scim.Options{PageSize: 10, Retries: -1}))
	require.ErrorContains(t, err, "changes while it is read")
}

// TestPagesInRandomOrderAreReadUntilNobodyIsMissing: servers that keep users in a hash table return them in another order every time.
func TestPagesInAnotherOrderAreReadUntilNobodyIsMissing(t *testing.T) {
	t.Parallel()
	s := &server{objects: people(12)}
	s.before = func(http.ResponseWriter, *http.Request, int) bool {
		s.mu.Lock()
		slices.Reverse(s.objects)
		s.mu.Unlock()
		return false
	}
	got, err := listed(t, open(t, s, scim.Options{PageSize: 10, Retries: -1}))
	if err != nil {
		require.ErrorContains(t, err, "changes while it is read")
		return
	}
	require.Len(t, got, 12)
}

func TestObjectsOfEveryType(t *testing.T) {
	t.Parallel()
	s := &server{objects: people(3), groups: people(2)}
	d := open(t, s, quick())
	require.Equal(t, []string{"User", "Group"}, d.Types())
	var types []string
	for o, err := range d.Objects(t.Context(), "") {
		require.NoError(t, err)
		types = append(types, o.Type)
	}
	require.Equal(t, []string{"User", "User", "User", "Group", "Group"}, types)
	n := 0
	for range d.Objects(t.Context(), "User") { //nolint:errcheck // it is left at the first object
		n++
		break
	}
	require.Equal(t, 1, n)
}

// TestPagesGrow: a server that sends as many objects as it is asked for is asked for more; one that does not is asked as before.
func TestPagesGrow(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name string
		most int
		opt  scim.Options
		want int
	}{
		{"as many as it is asked for", 0, scim.Options{}, 4}, // 100, 400, 1600, the rest
		{"at most 200", 200, scim.Options{}, 16},             // 100, then 200 at a time, of which one is known
		{"as many as the caller says", 0, scim.Options{PageSize: 500}, 7},
		{"all are read for questions", 0, scim.Options{Scan: scim.ScanAlways}, 3}, // some, which show how large they are, some with what is wanted, and all
	} {
		s := &server{objects: people(3000), pageCap: row.most}
		d := open(t, s, row.opt)
		before := d.Client().Counts().Requests
		if row.opt.Scan == scim.ScanAlways {
			hits, err := d.Find(t.Context(), []provision.Query{query("userName", "user2999@example.com")})
			require.NoError(t, err)
			require.Equal(t, [][]string{{"id2999"}}, ids(hits))
		} else {
			got, err := listed(t, d)
			require.NoError(t, err)
			require.Len(t, got, 3000)
		}
		require.Equal(t, int64(row.want), d.Client().Counts().Requests-before, row.name)
	}
}
