package intake_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/mapping/file"
)

func document(t *testing.T, name, text string) *file.Document {
	t.Helper()
	doc, err := file.Parse(name, []byte(text))
	require.NoError(t, err)
	return doc
}

const severalTypes = `{"directories": [], "synchronizationRules": [
	{"name": "second", "priority": 2, "objectMappings": [
		{"name": "Groups", "enabled": true, "sourceObjectName": "Group", "targetObjectName": "team", "attributeMappings": []},
		{"name": "Later users", "enabled": true, "sourceObjectName": "User", "targetObjectName": "user", "attributeMappings": []}]},
	{"name": "first", "priority": 1, "objectMappings": [
		{"name": "Off", "enabled": false, "sourceObjectName": "User", "targetObjectName": "user", "attributeMappings": []},
		{"name": "", "enabled": true, "sourceObjectName": "user", "targetObjectName": "account", "attributeMappings": []},
		{"name": "Contacts", "enabled": true, "sourceObjectName": "Contact", "targetObjectName": "contact", "attributeMappings": []}]}]}`

// Sources: docs/evidence.md, "--mapping takes the number, ->, or a unique part of the name", what NAME= is, and which mappings are planned.
func TestAJobHasTheObjectMappingOfEveryTypeThatOccurs(t *testing.T) {
	t.Parallel()
	const off = `{"synchronizationRules": [{"objectMappings": [{"name": "Off", "enabled": false, "sourceObjectName": "User", "targetObjectName": "user"}]}]}`
	for _, row := range []struct {
		name, schema, choice, sources, targets string
		want                                   string
	}{
		{"users come first, and of them the rule that runs first", severalTypes, "", "-", "", "4 user → account"},
		{"a name in any case", severalTypes, "groups", "-", "", "1 Group → team"},
		{"who names a disabled one may run it", severalTypes, "off", "-", "", "3 User → user"},
		{"both types of objects", severalTypes, "USER → account", "-", "", "4 user → account"},
		{"with the arrow of ASCII", severalTypes, "user->account", "-", "", "4 user → account"},
		{"a number", severalTypes, "5", "-", "", "5 Contact → contact"},
		{"a unique part of a name", severalTypes, "later", "-", "", "2 User → user"},
		{"a unique part of the types", severalTypes, "team", "-", "", "1 Group → team"},
		{"several of which one is enabled", severalTypes, "User -> user", "-", "", "2 User → user"},
		{"an ambiguous part", severalTypes, "user", "-", "", `s.json: several object mappings are "user": 2 Later users (User → user); 3 Off (User → user), disabled; 4 user → account`},
		{"no such name", severalTypes, "Users2", "-", "", `s.json: there is no object mapping "Users2": there are 1 Groups (Group → team); 2 Later users (User → user); 3 Off (User → user), disabled; 4 user → account; 5 Contacts (Contact → contact)`},
		{"none is enabled", off, "", "-", "", "s.json: there is no enabled object mapping: there are 1 Off (User → user), disabled"},
		{"none at all", `{"synchronizationRules": [{"name": "r"}]}`, "", "-", "", "s.json: there is no enabled object mapping: there are none"},
		{"an empty schema", `{"synchronizationRules": []}`, "", "-", "", "s.json: the schema is empty"},
		{"types in the order of the flags", severalTypes, "", "GROUP -", "", "1 Group → team, 4 user → account"},
		{"a type by the name of the target's", severalTypes, "", "team", "", "1 Group → team"},
		{"a type by the last part of the target's", strings.ReplaceAll(severalTypes, `"team"`, `"urn:x:core:2.0:Team"`), "", "team", "", "1 Group → urn:x:core:2.0:Team"},
		{"two names of one type", severalTypes, "", "Group team", "", "1 Group → team"},
		{"the chosen one plans its type, others their first enabled one", severalTypes, "Groups", "Group User", "", "1 Group → team, 4 user → account"},
		{"the chosen one plans its type even if another one runs before it", severalTypes, "Later users", "User", "", "2 User → user"},
		{"an unknown type", severalTypes, "", "Device", "", `s.json: no enabled object mapping has objects of the type "Device": there are 1 Groups`},
		{"the chosen one has no objects", severalTypes, "Groups", "User", "", "s.json: the object mapping Groups plans objects of the type Group, of which there are none: want --in Group=FILE"},
		{"objects of the target alone are only referred to", severalTypes, "", "Group", "User", "1 Group → team; user → account"},
	} {
		t.Run(row.name, func(t *testing.T) {
			types := func(list string) []string {
				names := strings.Fields(list)
				for i := range names {
					names[i] = strings.TrimPrefix(names[i], "-")
				}
				return names
			}
			job, err := intake.ReadJob(document(t, "s.json", row.schema), row.choice, types(row.sources), types(row.targets), nil)
			if err != nil {
				require.ErrorContains(t, err, row.want)
				return
			}
			var got []string
			for _, line := range job.Lines() {
				_, line, _ = strings.Cut(line, ": ")
				objects, line, _ := strings.Cut(line, " by object mapping ")
				number, _, _ := strings.Cut(line, " of ")
				got = append(got, number+" "+objects)
			}
			text := strings.Join(got, ", ")
			for _, m := range job.Objects[len(got):] {
				text += "; " + m.Type + " → " + m.TargetType
			}
			require.Equal(t, row.want, text)
		})
	}
}

func TestAMappingFileSaysWhatItsJobMayDo(t *testing.T) {
	t.Parallel()
	doc := document(t, "m.yaml", `options: {unlinked: true, customSecurityAttributes: {Eng_Level: {type: Integer}}}
objects:
  - {name: Users, actions: [update], mappings: [{target: a, from: b, match: 1}]}
  - {name: Teams, source: Group, target: team, resource: Team, options: {hardDelete: true}, mappings: [{target: a, expression: "Foo(", match: 1}]}
`)
	job, err := intake.ReadJob(doc, "", nil, nil, nil)
	require.NoError(t, err)
	require.Len(t, job.Objects, 2)
	users, teams := job.Objects[0], job.Objects[1]
	require.Equal(t, []string{"User", "User", "Group", "team", "Team"}, []string{users.Type, users.TargetType, teams.Type, teams.TargetType, teams.Resource})
	require.Equal(t, []bool{true, false, true}, []bool{users.Options.NoCreate, users.Options.NoUpdate, users.Options.NoDelete})
	require.Equal(t, []bool{false, true, true, true}, []bool{users.Options.HardDelete, users.Options.Unlinked, teams.Options.HardDelete, teams.Options.Unlinked})
	require.Len(t, teams.Options.CustomAttributes, 1)
	require.Equal(t, []string{`m.yaml: User → User by object mapping 1 of 2, "Users"`, `m.yaml: Group → team by object mapping 2 of 2, "Teams"`}, job.Lines())
	require.Equal(t, "Team", job.ObjectMapping("team").Resource)
	_, err = job.Compile()
	require.ErrorContains(t, err, "m.yaml:4:133: objects[1].mappings[0].expression (a)")
}

func TestInputsHaveTypes(t *testing.T) {
	t.Parallel()
	exists := func(name string) bool { return name == "a=b.csv" }
	require.Equal(t, []intake.Input{{Name: "u.csv"}, {Type: "Group", Name: "g=.csv"}, {Name: "a=b.csv"}, {Name: "./x=y.csv"}, {Name: "=z"}, {Name: "Group="}, {Type: "User", Name: "-"}},
		intake.ParseInputs([]string{"u.csv", "Group=g=.csv", "a=b.csv", "./x=y.csv", "=z", "Group=", "User=-"}, exists))
	require.Equal(t, []string{"", "Group"}, intake.Types([]intake.Input{{}, {Type: "Group"}, {}, {Type: "Group"}}))
}
