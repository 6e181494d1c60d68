package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/bench/work"
)

// The tests are of the package itself, since a command exports nothing.

func TestEveryTaskIsThere(t *testing.T) {
	all, err := tasks()
	require.NoError(t, err)
	var names []string
	for _, task := range all {
		names = append(names, task.name)
	}
	require.Equal(t, []string{"a", "b", "c", "d", "e", "f", "g", "h"}, names)
}

func TestAllEnginesGiveTheSame(t *testing.T) {
	all, err := tasks()
	require.NoError(t, err)
	for _, task := range all {
		for e, engine := range engines {
			t.Run(task.name+" "+engine, func(t *testing.T) {
				require.Equal(t, len(work.FlatUsers()), task.sides[e].Users)
				for i := range work.FlatUsers() {
					if diff := cmp.Diff(task.sides[byHand].Answer(i), task.sides[e].Answer(i)); diff != "" {
						t.Errorf("user %d, by hand (-) and %s (+):\n%s", i, engine, diff)
					}
				}
			})
		}
	}
}

// The engines could agree on nothing at all: one user's results are spelled out.
func TestResultsOfOneUser(t *testing.T) {
	const zoe = 1
	want := map[string]any{
		"a": "Zoe.Zoltowska@contoso.com",
		"b": "OU=Austin,OU=Users,DC=contoso,DC=com",
		"c": "Finance",
		"d": "zoe.zoltowska@contos",
		"e": "2255550102",
		"f": "2018-09-30",
		"g": "10012@contoso.com",
		"h": map[string]any{
			"accountEnabled": true, "city": "Austin", "companyName": "Contoso", "costCenter": "C-10012", "country": "Poland",
			"department": "Finance", "displayName": "Żółtowska, Zoë", "employeeHireDate": "2018-09-30", "employeeId": "10012",
			"givenName": "Zoë", "jobTitle": "Specialist", "mail": "10012@contoso.com",
			"parentDistinguishedName": "OU=Austin,OU=Users,DC=contoso,DC=com", "postalCode": "P-10012", "state": "R-10012",
			"streetAddress": "10012 Main Street", "surname": "Żółtowska", "telephoneNumber": "2255550102",
			"userPrincipalName": "10012@contoso.com", "userType": "Member",
		},
	}
	all, err := tasks()
	require.NoError(t, err)
	for _, task := range all {
		if diff := cmp.Diff(want[task.name], task.sides[byHand].Answer(zoe)); diff != "" {
			t.Errorf("task %s (-want +got):\n%s", task.name, diff)
		}
	}
}

func TestAgreeTellsWhoDiffers(t *testing.T) {
	all, err := tasks()
	require.NoError(t, err)
	task := all[2]
	require.NoError(t, task.agree())
	task.sides[1] = work.Over(work.FlatUsers(), work.Mail)
	require.EqualError(t, task.agree(), "task c, user 0: expr-lang gives alexw@contoso.com, hand-written Go USA")
}

func TestChoose(t *testing.T) {
	all, err := tasks()
	require.NoError(t, err)
	some, err := choose(all, "h,b")
	require.NoError(t, err)
	require.Equal(t, []string{"h", "b"}, []string{some[0].name, some[1].name})
	every, err := choose(all, "")
	require.NoError(t, err)
	require.Len(t, every, len(all))
	_, err = choose(all, "a,z")
	require.ErrorContains(t, err, `there is no task "z"`)
}

func TestRunRefuses(t *testing.T) {
	require.ErrorContains(t, run([]string{"-runs", "0"}), "-runs is 0")
	require.ErrorContains(t, run([]string{"-task", "z"}), "there is no task")
}
