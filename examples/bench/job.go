package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// writeJob plans a job of users with managers and groups with members over a target that has all of them, and prints how long each takes and
// how much memory is held, in sizes of which each is ten times the one before it. Users alone are planned without their managers, so that
// nothing is held.
func writeJob(w io.Writer, users int) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "job\tusers\tgroups\tseconds\tfirst plan after\tusers/s\theld MiB\tbytes a user\t")
	for _, n := range []int{users / 10, users} {
		for _, kind := range []struct {
			name    string
			manager bool
			groups  int
		}{{"users alone", false, 0}, {"users with managers", true, 0}, {"users and groups of 50", true, n / 50}} {
			result, err := timeJob(n, kind.groups, kind.manager)
			if err != nil {
				return fmt.Errorf("%s: %w", kind.name, err)
			}
			fmt.Fprintf(table, "%s\t%d\t%d\t%.2f\t%.2f\t%.0f\t%.1f\t%.0f\t\n", kind.name, n, kind.groups, result.seconds, result.first,
				float64(n)/result.seconds, result.held/(1<<20), result.held/float64(n))
		}
	}
	return table.Flush()
}

// jobResult is how long a job takes, and until its first plan, and the bytes that are held then.
type jobResult struct{ seconds, first, held float64 }

// live returns the bytes that are in use.
func live() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// timeJob plans the users and groups. What is held is what planning adds to the objects of both sides.
func timeJob(users, groups int, manager bool) (jobResult, error) {
	engine, err := provision.New(company(manager))
	if err != nil {
		return jobResult{}, err
	}
	sources, targets := companyObjects(users, groups)
	cycle := engine.NewCycle(provision.World{Directory: provision.NewMemory(targets)})
	before := live()
	var result jobResult
	begin := time.Now()
	printer := func(dst []byte, p *provision.Plan) ([]byte, error) { return p.AppendJSON(dst), nil }
	for _, err := range cycle.Print(context.Background(), slices.Values(sources), 0, printer) {
		if err != nil {
			return jobResult{}, err
		}
		if result.first == 0 {
			result.first = time.Since(begin).Seconds()
			result.held = live() - before
			begin = begin.Add(time.Since(begin) - time.Duration(result.first*float64(time.Second))) // without the measurement
		}
	}
	result.seconds = time.Since(begin).Seconds()
	runtime.KeepAlive(sources)
	runtime.KeepAlive(targets)
	return result, nil
}

// company returns a job of users with 20 attributes, with a manager if that is wanted, and of groups with members.
func company(manager bool) provision.Job {
	names := []string{
		"displayName", "title", "department", "division", "nickName", "locale", "timezone", "userType", "preferredLanguage", "costCenter",
		"organization", "employeeNumber", "street", "city", "region", "postalCode", "country",
	}
	users := provision.ObjectMapping{Type: "User", Set: &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "userName", From: "userPrincipalName", Match: 1},
		{Target: "active", Expression: `Switch([IsSoftDeleted], , "False", "True", "True", "False")`},
	}}}
	users.Mapping.Target = &mapping.Schema{Name: "User", Attributes: []mapping.Attribute{
		{Name: "userName"}, {Name: "active", Type: mapping.Boolean}, {Name: "manager", Type: mapping.Reference},
	}}
	for _, name := range names {
		users.Set.Mappings = append(users.Set.Mappings, mapping.Mapping{Target: name, From: name})
		users.Mapping.Target.Attributes = append(users.Mapping.Target.Attributes, mapping.Attribute{Name: name})
	}
	if manager {
		users.Set.Mappings = append(users.Set.Mappings, mapping.Mapping{Target: "manager", From: "manager"})
	}
	groups := provision.ObjectMapping{Type: "Group", Set: &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "displayName", From: "displayName", Match: 1}, {Target: "members", From: "members"},
	}}}
	groups.Mapping.Target = &mapping.Schema{Name: "Group", Attributes: []mapping.Attribute{
		{Name: "displayName"}, {Name: "members", Type: mapping.Reference, MultiValued: true},
	}}
	job := provision.Job{Objects: []provision.ObjectMapping{users}}
	if manager {
		job.Objects = append(job.Objects, groups)
	}
	return job
}

// companyObjects returns the objects of both sides. Every tenth user differs.
func companyObjects(users, groups int) (sources []provision.Source, targets []*provision.Object) {
	for i := range users {
		sources = append(sources, provision.Source{Type: "User", Ordinal: i + 1, Attrs: person(i, i,
			"objectId", "u-%d", "userPrincipalName", "user%d@contoso.com", "manager", fmt.Sprintf("u-%d", i/10))})
		was := i
		if i%10 == 0 {
			was = i + 1
		}
		targets = append(targets, &provision.Object{Type: "User", ID: fmt.Sprintf("T-%d", i), Attrs: person(i, was,
			"userName", "user%d@contoso.com", "active", "True", "manager", fmt.Sprintf("T-%d", i/10))})
	}
	members := func(i int, form string) value.Member {
		list := make([]value.Value, 50)
		for k := range list {
			list[k] = value.String(fmt.Sprintf(form, (i*len(list)+k)%users))
		}
		return value.Member{Name: "members", Value: value.List(list...)}
	}
	for i := range groups {
		name := value.Member{Name: "displayName", Value: value.String(fmt.Sprintf("Group %d", i))}
		sources = append(sources, provision.Source{Type: "Group", Ordinal: i + 1, Attrs: value.NewObject(name, members(i, "u-%d"))})
		targets = append(targets, &provision.Object{Type: "Group", ID: fmt.Sprintf("G-%d", i), Attrs: value.NewObject(name, members(i, "T-%d"))})
	}
	return sources, targets
}

// person returns the attributes of a user: those given, by the number, and those that both sides have, with the department of another one.
func person(i, department int, own ...string) *value.Object {
	var members []value.Member
	add := func(name, text string, n int) {
		if strings.Contains(text, "%d") {
			text = fmt.Sprintf(text, n)
		}
		members = append(members, value.Member{Name: name, Value: value.String(text)})
	}
	for k := 0; k < len(own); k += 2 {
		add(own[k], own[k+1], i)
	}
	add("department", "Sales %d", department)
	for _, a := range [][2]string{
		{"displayName", "User %d"}, {"title", "Clerk"}, {"division", "North"}, {"nickName", "u%d"}, {"locale", "en-US"},
		{"timezone", "Europe/Berlin"}, {"userType", "Employee"}, {"preferredLanguage", "en"}, {"costCenter", "C%d"}, {"organization", "Contoso"},
		{"employeeNumber", "%d"}, {"street", "Main Street %d"}, {"city", "Oslo"}, {"region", "East"}, {"postalCode", "0150"}, {"country", "NO"},
	} {
		add(a[0], a[1], i)
	}
	return value.NewObject(members...)
}
