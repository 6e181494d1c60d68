package cycles_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	ldapdirectory "github.com/attrmap/attrmap/adapters/ldap"
	scimdirectory "github.com/attrmap/attrmap/adapters/scim"
	"github.com/attrmap/attrmap/adapters/servers"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim"
)

// directories are the starters of directories, by name.
var directories = map[string]func(testing.TB) *servers.LDAP{"slapd": servers.Slapd, "samba": servers.Samba}

// plain returns people and groups of the first cycle whose names every directory takes: the first ones of each type.
func plain(people int) (sources []provision.Source) {
	for _, src := range population(1) {
		attrs := src.Attrs.(value.Map)
		if src.Type == "User" {
			if attrs["raw"] != nil || attrs["title"] == "" || people == 0 {
				continue
			}
			people--
		}
		src.Ordinal = len(sources) + 1
		sources = append(sources, src)
	}
	return sources
}

// A directory that is killed in the middle of a cycle fails what is planned while it is away, and what is sent is broken off. The next cycle sends the
// rest, and nothing twice.
func TestADirectoryIsKilledInTheMiddle(t *testing.T) {
	t.Parallel()
	for name, start := range directories {
		t.Run(name, func(t *testing.T) {
			s := start(t)
			d := dial(t, s)
			d.makeContainers(t)
			j := load(t, "testdata/ad.yaml", mapping.ProfileAD)
			sources := plain(60)
			live := d.openWith(t, ldapdirectory.Options{Retries: -1})
			d.killAfter = 40
			sent, _ := d.carryOut(t, nil, j.plans(t, sources, live, 4))
			require.Less(t, sum(sent), 60)
			everythingFails(t, j.plans(t, sources[:8], live, 4))

			s.Start()
			d = dial(t, s)
			plans := j.plans(t, sources, d.open(t), 4)
			again, refused := d.carryOut(t, d.objects(t), plans)
			require.Empty(t, refused)
			require.Equal(t, len(sources), sent["add"]+again["add"], "nothing is created twice")
			d.held(t).compare(t, sources, plans, nil)
			quiet(t, j.plans(t, sources, d.open(t), 4), nil)
		})
	}
}

// everythingFails fails the test unless each plan failed because the target was not there: none of them may be taken for the plan of a new or an
// unchanged object.
func everythingFails(t testing.TB, plans []*provision.Plan) {
	t.Helper()
	for _, p := range plans {
		require.Equal(t, provision.Failed, p.Action, "%v", p)
		require.Contains(t, p.Reason, "the target cannot be searched")
	}
}

func TestASCIMServerIsKilledInTheMiddle(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(testing.TB) *servers.SCIM{"scimmy": servers.Scimmy, "elimity": servers.Elimity} {
		t.Run(name, func(t *testing.T) {
			a := &application{SCIM: servers.Tolerant(t, start(t)), killAfter: 40}
			j := load(t, "testdata/scim.yaml", mapping.ProfileSCIM)
			sources := plain(60)
			sent, _ := a.carryOut(t, j.plans(t, sources, a.open(t), 4), scim.ClientOptions{})
			require.Less(t, sum(sent), 60)
			a.Start()
			live, err := scimdirectory.Open(context.Background(), a.URL, scimdirectory.Options{Token: a.Token, Retries: -1})
			require.NoError(t, err)
			a.Kill()
			everythingFails(t, j.plans(t, sources[:8], live, 4))

			a.Start()
			a.killAfter = 0
			plans := j.plans(t, sources, a.open(t), 4)
			again, refused := a.carryOut(t, plans, scim.ClientOptions{})
			require.Empty(t, refused)
			require.Equal(t, len(sources), sent["POST"]+again["POST"], "nothing is created twice")
			_, differing := a.held(t).compare(t, sources, plans)
			require.Empty(t, differing)
			require.Empty(t, restless(j.plans(t, sources, a.open(t), 4)))
		})
	}
}

// A certificate that nobody vouches for is refused, whatever the server.
func TestAWrongCertificateIsRefused(t *testing.T) {
	t.Parallel()
	for name, start := range directories {
		t.Run(name, func(t *testing.T) {
			s := start(t)
			for _, opt := range []ldapdirectory.Options{{}, {StartTLS: true}} {
				url := s.SecureURL
				if opt.StartTLS {
					url = s.URL
				}
				opt.Retries = -1
				opt.Credentials = func(context.Context) (string, string, error) { return s.User, s.Password, nil }
				_, err := ldapdirectory.Open(context.Background(), url, opt)
				require.ErrorContains(t, err, "certificate")
				require.NotContains(t, err.Error(), s.Password)
			}
		})
	}
}

// hostile are values that would find or change others if they were not written with care.
var hostile = []string{
	"*", "*)(uid=*", "*)(objectClass=*", `\2a`, "a\x00b", "x,OU=Groups,DC=corp,DC=test", "x+sn=y", `"`, `" or userName pr or "`, `a" or active eq true`, `\" or id pr`, "(", ")", "&|!",
	"%2a", "../Groups/1", "1?filter=id pr", "x\r\nDN: cn=y", "' or '1'='1", "CN=x",
}

// injections returns a person for each hostile value, which is the name, and what the person is found by.
func injections() (sources []provision.Source) {
	for i, text := range hostile {
		id := fmt.Sprintf("%d%s", i, text)
		sources = append(sources, provision.Source{Type: "User", Ordinal: i + 1, Attrs: value.Map{
			"workerId": id, "first": "x", "last": text, "city": nil, "title": text, "department": nil, "note": nil, "active": "1", "phone": nil, "expires": nil, "manager": nil,
			"mails": []any{"SMTP:" + id}, "upn": id, "appRoleAssignments": nil,
		}})
	}
	return sources
}

// Hostile values are data, or refused by name: they find nobody else, and nobody else is changed.
func TestHostileValuesAreDataInDirectories(t *testing.T) {
	t.Parallel()
	for name, start := range directories {
		t.Run(name, func(t *testing.T) {
			d := dial(t, start(t))
			d.makeContainers(t)
			j := load(t, "testdata/ad.yaml", mapping.ProfileAD)
			others := plain(10)
			d.carryOut(t, nil, j.plans(t, others, d.open(t), 1))
			before := d.held(t)

			sources := injections()
			plans := j.plans(t, sources, d.open(t), 4)
			out := map[string]bool{}
			for _, p := range plans {
				if strings.Contains(p.ID, "\x00") { // directories store it, and find nothing by it
					require.Equal(t, provision.Failed, p.Action, "%v", p)
					require.Contains(t, p.Reason, "cannot be asked for a text with U+0000")
					out[keyOf(p)] = true
					continue
				}
				require.Equal(t, provision.Create, p.Action, "%v", p)
			}
			sent, refused := d.carryOut(t, nil, plans)
			for _, r := range refused {
				t.Logf("refused: %q: %v", r.change.ID, r.err)
				out[r.change.Object+" "+r.change.ID] = true
			}
			t.Logf("sent %v, refused %d", sent, len(refused))
			after := d.held(t)
			after.compare(t, sources, plans, out)
			for _, p := range j.plans(t, sources, d.open(t), 4) {
				again := out[keyOf(p)] && (p.Action == provision.Create || p.Action == provision.Failed)
				require.True(t, p.Action == provision.Skip || again, "%v", p)
			}
			for kind, all := range before {
				for key, e := range all {
					require.Equal(t, e, after[kind][key], "others are as they were")
				}
			}
			quiet(t, j.plans(t, others, d.open(t), 4), nil)
		})
	}
}

func TestHostileValuesAreDataInApplications(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(testing.TB) *servers.SCIM{"scimmy": servers.Scimmy, "elimity": servers.Elimity} {
		t.Run(name, func(t *testing.T) {
			a := &application{SCIM: servers.Tolerant(t, start(t))}
			j := load(t, "testdata/scim.yaml", mapping.ProfileSCIM)
			others := plain(10)
			a.carryOut(t, j.plans(t, others, a.open(t), 1), scim.ClientOptions{})
			before := a.held(t)

			sources := injections()
			for _, p := range j.plans(t, sources, a.openWith(t, scimdirectory.ScanNever), 4) { // a filter is asked, or refused by name
				require.True(t, p.Action == provision.Create || p.Action == provision.Failed && strings.Contains(p.Reason, "the target cannot be searched"), "%v", p)
			}
			plans := j.plans(t, sources, a.open(t), 4)
			for _, p := range plans {
				require.Equal(t, provision.Create, p.Action, "%v", p)
			}
			sent, refused := a.carryOut(t, plans, scim.ClientOptions{})
			for _, r := range refused {
				t.Logf("refused: %q: %v", r.object, r.answer)
			}
			t.Logf("sent %v, refused %d", sent, len(refused))
			after := a.held(t)
			_, differing := after.compare(t, sources, plans)
			require.Empty(t, differing)
			require.Empty(t, restless(j.plans(t, sources, a.open(t), 4)))
			for kind, all := range before {
				for key, r := range all {
					require.Equal(t, r, after[kind][key], "others are as they were")
				}
			}
		})
	}
}
