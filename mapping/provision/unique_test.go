package provision_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// people maps the attributes of the same name that a test's objects have, and matches by employeeId.
func people(names ...string) *mapping.Set {
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "employeeId", From: "n", Match: 1}}}
	for _, name := range names {
		set.Mappings = append(set.Mappings, mapping.Mapping{Target: name, From: name})
	}
	return set
}

// TestUniqueValuesAreNobodyElses (docs/evidence.md): neither a target object's nor one's that an earlier plan of the cycle writes.
func TestUniqueValuesAreNobodyElses(t *testing.T) {
	t.Parallel()
	const taken = "error failure ObjectConflict"
	for _, row := range []struct {
		name     string
		profile  mapping.Profile
		target   *mapping.Schema
		accounts []value.Map
		sources  []value.Map
		want     []string // action, status and code
		reason   string   // of the last one's row
	}{
		// ObjectConflict (documented): an account that nobody is linked to has the name.
		{"an unlinked account has it", mapping.ProfileEntra, nil, []value.Map{{"id": "o9", "employeeId": "77", "userPrincipalName": "a@x"}},
			[]value.Map{{"n": "1", "userPrincipalName": "A@x"}}, []string{taken}, "want a value that no other object has: the target object o9 has it"},
		{"two new accounts want it", mapping.ProfileEntra, nil, nil,
			[]value.Map{{"n": "1", "userPrincipalName": "a@x"}, {"n": "2", "userPrincipalName": "A@X"}}, []string{"create success", taken}, "want a value that no other object has: source object 1 takes it"},
		{"an update wants it", mapping.ProfileEntra, nil, []value.Map{{"id": "o2", "employeeId": "2", "userPrincipalName": "b@x"}},
			[]value.Map{{"n": "1", "userPrincipalName": "a@x"}, {"n": "2", "userPrincipalName": "a@x"}}, []string{"create success", taken}, "want a value that no other object has: source object 1 takes it"},
		{"an update takes it", mapping.ProfileEntra, nil, []value.Map{{"id": "o1", "employeeId": "1", "userPrincipalName": "b@x"}},
			[]value.Map{{"n": "1", "userPrincipalName": "a@x"}, {"n": "2", "userPrincipalName": "a@x"}}, []string{"update success", taken}, ""},
		{"its own value is no conflict", mapping.ProfileEntra, nil, []value.Map{{"id": "o1", "employeeId": "1", "userPrincipalName": "a@x", "mail": "b@x"}},
			[]value.Map{{"n": "1", "userPrincipalName": "a@x", "mail": "a@x"}}, []string{"update success"}, ""},
		{"one person may have one address everywhere", mapping.ProfileEntra, nil, nil,
			[]value.Map{{"n": "1", "userPrincipalName": "a@x", "mail": "a@x", "proxyAddresses": []any{"SMTP:a@x"}}}, []string{"create success"}, ""},
		// A value that another one gives up in this cycle is still taken (assumed).
		{"it is given up in this cycle", mapping.ProfileEntra, nil, []value.Map{{"id": "o1", "employeeId": "1", "userPrincipalName": "a@x"}},
			[]value.Map{{"n": "1", "userPrincipalName": "b@x"}, {"n": "2", "userPrincipalName": "a@x"}}, []string{"update success", taken}, ""},
		// UPN, mail and proxyAddresses share one space in Entra.
		{"it is another's mail", mapping.ProfileEntra, nil, []value.Map{{"id": "o9", "mail": "a@x"}}, []value.Map{{"n": "1", "userPrincipalName": "a@x"}}, []string{taken}, ""},
		{"it is another's proxy address", mapping.ProfileEntra, nil, []value.Map{{"id": "o9", "proxyAddresses": []any{"SMTP:b@x", "smtp:a@x"}}}, []value.Map{{"n": "1", "mail": "a@x"}}, []string{taken}, ""},
		{"a proxy address is another's name", mapping.ProfileEntra, nil, nil,
			[]value.Map{{"n": "1", "userPrincipalName": "a@x"}, {"n": "2", "userPrincipalName": "c@x", "proxyAddresses": []any{"SMTP:b@x", "smtp:A@x"}}}, []string{"create success", taken}, ""},
		{"an address of another protocol", mapping.ProfileEntra, nil, nil,
			[]value.Map{{"n": "1", "proxyAddresses": []any{"x500:a"}}, {"n": "2", "proxyAddresses": []any{"X500:A"}}}, []string{"create success", taken}, ""},
		{"no address at all", mapping.ProfileEntra, nil, nil,
			[]value.Map{{"n": "1", "proxyAddresses": []any{"smtp:", ""}}, {"n": "2", "proxyAddresses": []any{"SMTP:"}}}, []string{"create success", "create success"}, ""},
		{"a UPN without a name before the @", mapping.ProfileAD, nil, nil,
			[]value.Map{{"n": "1", "userPrincipalName": "@x"}, {"n": "2", "userPrincipalName": "@X"}}, []string{"create warning", taken}, ""},
		// sAMAccountName and the local part of the UPN in Active Directory.
		{"a sAMAccountName is taken", mapping.ProfileAD, nil, []value.Map{{"id": "g9", "sAMAccountName": "ann"}}, []value.Map{{"n": "1", "sAMAccountName": "ANN"}}, []string{taken}, ""},
		{"it is the local part of another's UPN", mapping.ProfileAD, nil, nil,
			[]value.Map{{"n": "1", "userPrincipalName": "ann@x", "sAMAccountName": "bo"}, {"n": "2", "sAMAccountName": "ann"}}, []string{"create success", taken}, ""},
		{"a UPN's local part is another's sAMAccountName", mapping.ProfileAD, nil, []value.Map{{"id": "g9", "sAMAccountName": "ann"}}, []value.Map{{"n": "1", "userPrincipalName": "ann@x"}}, []string{taken}, ""},
		{"two UPNs differ after the @", mapping.ProfileAD, nil, nil,
			[]value.Map{{"n": "1", "userPrincipalName": "ann@x"}, {"n": "2", "userPrincipalName": "ann@y"}}, []string{"create success", "create success"}, ""},
		{"a mail is not unique there", mapping.ProfileAD, nil, nil, []value.Map{{"n": "1", "mail": "a@x"}, {"n": "2", "mail": "a@x"}}, []string{"create success", "create success"}, ""},
		// What looks like the beginning of a distinguished name is none.
		{"an address with an equals sign is another's proxy address", mapping.ProfileEntra, nil, []value.Map{{"id": "o9", "proxyAddresses": []any{"smtp:a=b@x"}}}, []value.Map{{"n": "1", "userPrincipalName": "A=b@x"}}, []string{taken}, ""},
		{"two of the cycle have one", mapping.ProfileEntra, nil, nil,
			[]value.Map{{"n": "1", "userPrincipalName": "c@x", "mail": "a=b@x"}, {"n": "2", "userPrincipalName": "d@x", "proxyAddresses": []any{"SMTP:A=B@x"}}}, []string{"create success", taken}, ""},
		{"a UPN with an equals sign before the @ is another's sAMAccountName", mapping.ProfileAD, nil, []value.Map{{"id": "g9", "sAMAccountName": "a=b"}}, []value.Map{{"n": "1", "userPrincipalName": "a=b@x"}}, []string{taken}, ""},
		// cn within one parent (observed of Active Directory: code 68).
		{"two names in one place", mapping.ProfileAD, nil, nil,
			[]value.Map{{"n": "1", "cn": "Ann", "parentDistinguishedName": "OU=a,DC=x"}, {"n": "2", "cn": "ANN", "parentDistinguishedName": "ou=a,dc=x"}}, []string{"create success", taken}, ""},
		{"two names in two places", mapping.ProfileAD, nil, nil,
			[]value.Map{{"n": "1", "cn": "Ann", "parentDistinguishedName": "OU=a,DC=x"}, {"n": "2", "cn": "Ann", "parentDistinguishedName": "OU=b,DC=x"}}, []string{"create success", "create success"}, ""},
		{"the target has it there", mapping.ProfileAD, nil, []value.Map{{"id": "g9", "cn": "Ann", "parentDistinguishedName": "OU=a,DC=x"}},
			[]value.Map{{"n": "1", "cn": "Ann", "parentDistinguishedName": "OU=a,DC=x"}}, []string{taken}, ""},
		{"the target has it elsewhere", mapping.ProfileAD, nil, []value.Map{{"id": "g9", "cn": "Ann", "parentDistinguishedName": "OU=b,DC=x"}},
			[]value.Map{{"n": "1", "cn": "Ann", "parentDistinguishedName": "OU=a,DC=x"}}, []string{"create success"}, ""},
		{"a move collides", mapping.ProfileAD, nil, []value.Map{{"id": "g9", "cn": "Ann", "parentDistinguishedName": "OU=a,DC=x"}, {"id": "g1", "employeeId": "1", "cn": "Ann", "parentDistinguishedName": "OU=b,DC=x"}},
			[]value.Map{{"n": "1", "cn": "Ann", "parentDistinguishedName": "OU=a,DC=x"}}, []string{taken}, ""},
		// RFC 7643 4.1.1.
		{"a userName is taken", mapping.ProfileSCIM, nil, []value.Map{{"id": "9", "userName": "ann"}}, []value.Map{{"n": "1", "userName": "Ann"}}, []string{taken}, ""},
		{"a displayName is not unique", mapping.ProfileSCIM, nil, nil, []value.Map{{"n": "1", "displayName": "Ann"}, {"n": "2", "displayName": "Ann"}}, []string{"create success", "create success"}, ""},
		{"the schema says so", mapping.ProfileNone, &mapping.Schema{Open: true, Attributes: []mapping.Attribute{{Name: "displayName", Unique: "displayName", CaseExact: true}}}, nil,
			[]value.Map{{"n": "1", "displayName": "Ann"}, {"n": "2", "displayName": "ann"}, {"n": "3", "displayName": "ann"}}, []string{"create success", "create success", taken}, ""},
		{"without a profile nothing is unique", mapping.ProfileNone, nil, nil, []value.Map{{"n": "1", "userName": "a"}, {"n": "2", "userName": "a"}}, []string{"create success", "create success"}, ""},
		// An object that is not created takes nothing.
		{"the first one fails", mapping.ProfileEntra, nil, nil,
			[]value.Map{{"n": "1", "userPrincipalName": "a@x", "accountEnabled": "perhaps"}, {"n": "2", "userPrincipalName": "a@x", "accountEnabled": true}},
			[]string{"error failure InvalidAttributeType", "create success"}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			present := map[string]bool{"n": true}
			var names []string
			for _, source := range row.sources {
				for _, name := range []string{"userPrincipalName", "mail", "proxyAddresses", "sAMAccountName", "cn", "parentDistinguishedName", "userName", "displayName", "accountEnabled"} {
					if _, has := source[name]; has && !present[name] {
						present[name], names = true, append(names, name)
					}
				}
			}
			set := people(names...)
			c, err := cycleOf(set, directory(set, row.accounts...), mapping.Options{Target: row.target}, provision.Options{Profile: row.profile})
			require.NoError(t, err)
			var got []string
			var last *provision.Plan
			for i, source := range row.sources {
				last = plan(t, c, provision.Source{Ordinal: i + 1, Attrs: source})
				line := last.Action.String() + " " + last.Status.String()
				if last.Code != "" {
					line += " " + string(last.Code)
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Error(diff)
			}
			if row.want[len(row.want)-1] != taken {
				return
			}
			var failed []diag.Code
			for i := range last.Attributes {
				if o := &last.Attributes[i]; o.Decision == mapping.Failed {
					failed = append(failed, o.Code)
					if row.reason != "" {
						require.Equal(t, row.reason, o.Reason)
					}
				}
			}
			require.Equal(t, []diag.Code{codes.ConflictingValue}, failed)
		})
	}
}

// TestUniqueValuesDoNotDependOnWorkers: the first object of the input gets the value, whatever the number of workers.
func TestUniqueValuesDoNotDependOnWorkers(t *testing.T) {
	t.Parallel()
	set := people("userPrincipalName", "mail")
	e, err := provision.New(jobOf(set, mapping.Options{}, provision.Options{Profile: mapping.ProfileEntra}))
	require.NoError(t, err)
	random := rand.New(rand.NewPCG(1, 4))
	var sources []provision.Source
	for i := range 400 {
		sources = append(sources, provision.Source{Ordinal: i + 1, Attrs: value.Map{
			"n": i, "userPrincipalName": fmt.Sprintf("u%d@x", random.IntN(300)), "mail": fmt.Sprintf("U%d@x", random.IntN(300)),
		}})
	}
	var accounts []value.Map
	for i := range 60 {
		accounts = append(accounts, value.Map{"id": i, "employeeId": 3 * i, "userPrincipalName": fmt.Sprintf("u%d@x", 5*i)})
	}
	plans := func(workers int) (lines []string) {
		owners := map[string]string{}
		c := e.NewCycle(provision.World{Directory: directory(set, accounts...)})
		for p, err := range c.Run(t.Context(), each(sources), workers) {
			require.NoError(t, err)
			lines = append(lines, summary(p)+" "+p.Reason)
			if p.Action != provision.Create {
				continue
			}
			for i := range p.Attributes[1:] {
				key, owner := strings.ToLower(p.Attributes[1+i].New.Text()), p.ID
				require.Contains(t, []string{"", owner}, owners[key], key)
				owners[key] = owner
			}
		}
		return lines
	}
	want := plans(1)
	require.Greater(t, strings.Count(strings.Join(want, "\n"), "ObjectConflict"), 50)
	for _, workers := range []int{2, 8} {
		if diff := cmp.Diff(want, plans(workers)); diff != "" {
			t.Errorf("%d workers: %s", workers, diff)
		}
	}
}

// TestSelectUniqueValueKnowsTheWholeSpace: a name that is another's address is taken.
func TestSelectUniqueValueKnowsTheWholeSpace(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "employeeId", From: "n", Match: 1},
		{Target: "mail", From: "mail"},
		{Target: "userPrincipalName", Expression: `SelectUniqueValue("a@x", "b@x", "c@x")`, Apply: mapping.ApplyCreate},
	}}
	c := engine(t, set, provision.Options{Profile: mapping.ProfileEntra}, value.Map{"id": "o9", "proxyAddresses": []any{"smtp:A@x"}})
	require.Equal(t, "create success employeeId=1 mail=b@x userPrincipalName=b@x", summary(plan(t, c, provision.Source{Ordinal: 1, Attrs: value.Map{"n": "1", "mail": "b@x"}})))
	require.Equal(t, "create success employeeId=2 userPrincipalName=c@x", summary(plan(t, c, provision.Source{Ordinal: 2, Attrs: value.Map{"n": "2"}})))
	require.Equal(t, "error failure not-unique employeeId=3", summary(plan(t, c, provision.Source{Ordinal: 3, Attrs: value.Map{"n": "3"}})))
}

// TestNamesAreAskedForByTheirDistinguishedName where the directory knows objects by it, with what such a name escapes (RFC 4514).
func TestNamesAreAskedForByTheirDistinguishedName(t *testing.T) {
	t.Parallel()
	set := people("cn", "parentDistinguishedName")
	for cn, dn := range map[string]string{
		"Ann": "CN=Ann,OU=a,DC=x", "Eq=ual": `CN=Eq\=ual,OU=a,DC=x`, "Lee, Ann": `CN=Lee\, Ann,OU=a,DC=x`, "#1 ": `CN=\#1\ ,OU=a,DC=x`,
	} {
		d := provision.NewMemory([]*provision.Object{{ID: "g9", Reference: dn, Attrs: value.Map{"sn": "x"}}})
		c, err := cycleOf(set, d, mapping.Options{}, provision.Options{Profile: mapping.ProfileAD})
		require.NoError(t, err)
		p := plan(t, c, provision.Source{Ordinal: 1, Attrs: value.Map{"n": "1", "cn": cn, "parentDistinguishedName": "OU=a,DC=x"}})
		require.Equal(t, codes.ObjectConflict, p.Code, cn)
	}
}

// TestAConflictShowsNoHiddenValue: an object without an id is known by a matching value, which may be one to hide.
// TestADirectoryIsAskedForWhatItHas: no question has the form in which the engine compares values.
func TestADirectoryIsAskedForWhatItHas(t *testing.T) {
	t.Parallel()
	for _, profile := range []mapping.Profile{mapping.ProfileAD, mapping.ProfileEntra} {
		set := people("userPrincipalName", "sAMAccountName", "mail", "proxyAddresses", "cn", "parentDistinguishedName")
		asked := &questions{}
		c, err := cycleOf(set, asked, mapping.Options{}, provision.Options{Profile: profile})
		require.NoError(t, err)
		plan(t, c, provision.Source{Ordinal: 1, Attrs: value.Map{"n": "a=b, c", "userPrincipalName": "A=b@x",
			"sAMAccountName": "a=b", "mail": "A=b@x", "proxyAddresses": []any{"SMTP:A=b@x", "x500:o=a"}, "cn": "A=b", "parentDistinguishedName": "OU=a, DC=x"}})
		require.NotEmpty(t, asked.all)
		for _, q := range asked.all {
			require.NotContains(t, q.Value.Text(), "\x00", q.Attribute)
		}
	}
}

// questions is a directory that has nothing and remembers what it is asked.
type questions struct{ all []provision.Query }

func (d *questions) Find(_ context.Context, queries []provision.Query) ([][]*provision.Object, error) {
	d.all = append(d.all, queries...)
	return make([][]*provision.Object, len(queries)), nil
}

func TestAConflictShowsNoHiddenValue(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string]mapping.Options{"Redact": {}, "HideValues": {HideValues: true}} {
		set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "employeeId", Expression: `Redact([n])`, Match: 1}, {Target: "userPrincipalName", From: "u"}}}
		c, err := cycleOf(set, directory(set, value.Map{"employeeId": "secret-9", "userPrincipalName": "a@x"}), opts, provision.Options{Profile: mapping.ProfileEntra})
		require.NoError(t, err)
		p := plan(t, c, provision.Source{Ordinal: 1, Attrs: value.Map{"n": "secret-1", "u": "a@x"}})
		require.Equal(t, codes.ObjectConflict, p.Code, name)
		require.NotContains(t, fmt.Sprintf("%+v %s %s", p, p.Reason, p.AppendJSON(nil)), "secret", name)
	}
}

// TestADirectoryThatDoesNotAnswerIsNoConflict, and nobody is created on the chance.
func TestADirectoryThatDoesNotAnswerIsNoConflict(t *testing.T) {
	t.Parallel()
	set := people("userPrincipalName")
	c, err := cycleOf(set, unanswered{}, mapping.Options{}, provision.Options{Profile: mapping.ProfileEntra})
	require.NoError(t, err)
	p := plan(t, c, provision.Source{Ordinal: 1, Attrs: value.Map{"n": "1", "userPrincipalName": "a@x"}})
	require.Equal(t, "error failure InternalError", summary(p))
	require.Contains(t, p.Reason, errDown.Error())
	x, err := c.Explain(t.Context(), provision.Source{Ordinal: 2, Attrs: value.Map{"n": "2", "userPrincipalName": "b@x"}})
	require.NoError(t, err)
	require.Contains(t, fmt.Sprint(x), errDown.Error())
}

// unanswered is a directory without objects that does not answer questions for addresses.
type unanswered struct{}

func (unanswered) Find(_ context.Context, queries []provision.Query) ([][]*provision.Object, error) {
	for _, q := range queries {
		if q.Attribute == "mail" {
			return nil, errDown
		}
	}
	return make([][]*provision.Object, len(queries)), nil
}

// Types with different numbers of unique attributes are planned in any order.
func TestEachTypeHasItsOwnUniqueAttributes(t *testing.T) {
	t.Parallel()
	groups := &mapping.Set{Mappings: []mapping.Mapping{{Target: "description", From: "n", Match: 1}, {Target: "sAMAccountName", From: "sAMAccountName"}}}
	users := people("cn", "parentDistinguishedName", "userPrincipalName", "sAMAccountName")
	job := provision.Job{}
	for name, set := range map[string]*mapping.Set{"User": users, "Group": groups} {
		job.Objects = append(job.Objects, provision.ObjectMapping{
			Type: name, TargetType: name, Set: set, Mapping: mapping.Options{Profile: mapping.ProfileAD}, Options: provision.Options{Profile: mapping.ProfileAD},
		})
	}
	person := value.Map{"n": "1", "cn": "sales", "parentDistinguishedName": "OU=x", "userPrincipalName": "sales", "sAMAccountName": "sales"}
	team := value.Map{"n": "2", "sAMAccountName": "staff"}
	for _, sources := range [][]provision.Source{{group(team), user(person)}, {user(person), group(team)}} {
		for _, workers := range []int{1, 3} {
			for _, line := range runJob(t, job, provision.World{Directory: provision.NewMemory(nil)}, workers, sources...) {
				require.Contains(t, line, "create")
			}
		}
	}
}
