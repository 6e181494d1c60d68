package ids_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/ids"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// config gives identifiers by the names of attributes, each with its form after an equals sign where it has one. The candidates are those of an
// expression.
func config(expression string, identifiers ...string) ids.Config {
	c := ids.Config{Anchor: "employeeId", Candidates: mapping.Mapping{Target: "userPrincipalName", Expression: expression}, First: 2, Max: 99,
		Options: mapping.Options{Profile: mapping.ProfileEntra}}
	for _, text := range identifiers {
		name, form, _ := strings.Cut(text, "=")
		c.Identifiers = append(c.Identifiers, ids.Identifier{Name: name, Form: form})
	}
	return c
}

// run is one run: the lines are "anchor values", or "anchor: error".
type run struct {
	config   ids.Config
	people   []string // "E1 Ada Example": employeeId, first, last
	accounts []string // JSON
	state    *ids.State
}

func (r run) lines(t *testing.T) []string {
	t.Helper()
	lines, err := r.assign(t)
	require.NoError(t, err)
	return lines
}

func (r run) assign(t *testing.T) (lines []string, err error) {
	t.Helper()
	scheme, err := ids.Compile(r.config)
	require.NoError(t, err)
	batch := scheme.NewBatch()
	for i, text := range r.people {
		if err := batch.AddPerson(person(i+1, text)); err != nil {
			return nil, err
		}
	}
	for _, text := range r.accounts {
		v, err := value.ParseJSON(text)
		require.NoError(t, err)
		o, _ := v.AsObject()
		batch.AddAccount(o)
	}
	if r.state == nil {
		r.state = ids.NewState()
	}
	for a, err := range batch.Assign(context.Background(), r.state) {
		if err != nil {
			return lines, err
		}
		if a.Err != nil {
			lines = append(lines, fmt.Sprintf("%s: %v", a.Owner, a.Err))
			continue
		}
		line := a.Owner + " " + strings.Join(a.Values, " ")
		if a.Before {
			line += " (before)"
		}
		lines = append(lines, line)
	}
	return lines, nil
}

func person(number int, text string) ids.Person {
	fields := append(strings.Fields(text), "", "", "")
	attrs := value.Map{}
	for i, name := range []string{"employeeId", "first", "last"} {
		if fields[i] != "" && fields[i] != "-" {
			attrs[name] = fields[i]
		}
	}
	return ids.Person{Number: number, Attrs: attrs}
}

const (
	oneCandidate  = `Join("@", ToLower([first]), "c.com")`
	twoCandidates = `SelectUniqueValue(Join("@", ToLower([first]), "c.com"), Join("", ToLower([first]), ".", ToLower([last]), "@c.com"))`
)

func TestAssign(t *testing.T) {
	ada := []string{"E1 Ada Example"}
	adas := []string{"E1 Ada Example", "E2 Ada Example", "E3 Ada Other"}
	for _, test := range []struct {
		name string
		run  run
		want []string
	}{
		{"one candidate, and then numbers", run{config: config(oneCandidate, "userPrincipalName"), people: adas},
			[]string{"E1 ada@c.com", "E2 ada2@c.com", "E3 ada3@c.com"}},
		{"candidates come before numbers", run{config: config(twoCandidates, "userPrincipalName"), people: adas},
			[]string{"E1 ada@c.com", "E2 ada.example@c.com", "E3 ada.other@c.com"}},
		{"the number is behind the first candidate", run{config: config(twoCandidates, "userPrincipalName"), people: append(adas, "E4 Ada Example")},
			[]string{"E1 ada@c.com", "E2 ada.example@c.com", "E3 ada.other@c.com", "E4 ada2@c.com"}},
		{"one token serves all identifiers", run{config: config(oneCandidate, "userPrincipalName", "mail", "mailNickname", "sAMAccountName"), people: adas[:2]},
			[]string{"E1 ada@c.com ada@c.com ada ada", "E2 ada2@c.com ada2@c.com ada2 ada2"}},
		{"a token is free if all of them are", run{config: config(oneCandidate, "userPrincipalName", "mailNickname"), people: ada, accounts: []string{`{"mailNickname":"ADA"}`}},
			[]string{"E1 ada2@c.com ada2"}},
		{"addresses of other people count with their protocol", run{config: config(oneCandidate, "userPrincipalName"), people: ada,
			accounts: []string{`{"userPrincipalName":"x@c.com","proxyAddresses":["SMTP:x@c.com","smtp:Ada@C.com","smtp:ada2@c.com"]}`}},
			[]string{"E1 ada3@c.com"}},
		{"any attribute with an address counts", run{config: config(oneCandidate, "userPrincipalName"), people: ada,
			accounts: []string{`{"otherMails":["ada@c.com"]}`, `{"emails":[{"type":"work","value":"ada2@c.com"}]}`, `{"x":"smtp:ada3@c.com;smtp:y@c.com"}`, `{"Proxy addresses":"SMTP:ada4@c.com+smtp:ada5@c.com"}`}},
			[]string{"E1 ada6@c.com"}},
		{"a name that is no identifier does not", run{config: config(oneCandidate, "userPrincipalName", "mailNickname"), people: ada,
			accounts: []string{`{"givenName":"ada","displayName":"Ada","userPrincipalName":"ada@other.com"}`}},
			[]string{"E1 ada@c.com ada"}},
		{"an account deleted softly holds its name", run{config: config(oneCandidate, "userPrincipalName"), people: ada,
			accounts: []string{`{"id":"0a1b2c3d-0000-4000-8000-00000000000f","userPrincipalName":"0a1b2c3d00004000800000000000000fada@c.com"}`}},
			[]string{"E1 ada2@c.com"}},
		{"case and accents do not distinguish", run{config: config(`[first]`, "mailNickname"), people: []string{"E1 zoe", "E2 ZOE", "E3 zOe"}, accounts: []string{`{"mailNickname":"Zoë"}`}},
			[]string{"E1 zoe2", "E2 ZOE3", "E3 zOe4"}},
		{"the name to log on with is another's account name", run{config: config(oneCandidate, "userPrincipalName"), people: ada, accounts: []string{`{"sAMAccountName":"ada"}`}},
			[]string{"E1 ada2@c.com"}},
		{"and an account name is what another logs on with", run{config: config(oneCandidate, "sAMAccountName"), people: ada, accounts: []string{`{"userPrincipalName":"ada@elsewhere.com"}`}},
			[]string{"E1 ada2"}},
		{"another domain is another address", run{config: config(oneCandidate, "userPrincipalName"), people: ada, accounts: []string{`{"userPrincipalName":"ada@elsewhere.com"}`}},
			[]string{"E1 ada@c.com"}},
		{"forms", run{config: config(oneCandidate, "userPrincipalName", `mail=Join("@", [token], "mail.c.com")`, `sAMAccountName=Join("", "x-", Left([base], 2), [n])`), people: adas[:2]},
			[]string{"E1 ada@c.com ada@mail.c.com x-ad", "E2 ada2@c.com ada2@mail.c.com x-ad2"}},
		{"proxyAddresses have their protocol", run{config: config(oneCandidate, "userPrincipalName", "proxyAddresses"), people: ada},
			[]string{"E1 ada@c.com SMTP:ada@c.com"}},
		{"an account name keeps its number", run{config: config(`Join("", [first], [last], "@c.com")`, "userPrincipalName", "sAMAccountName"),
			people: []string{"E1 maximiliana.of.the.example", "E2 maximiliana.of.the.example", "E3 maximiliana.of.th"}},
			[]string{"E1 maximiliana.of.the.example@c.com maximiliana.of.the.e", "E2 maximiliana.of.the.example2@c.com maximiliana.of.the2", "E3 maximiliana.of.th@c.com maximiliana.of.th"}},
		{"nobody else's values are given to who has nothing", run{config: config(oneCandidate, "userPrincipalName"), people: []string{"E1 -", "E2 Ada"}},
			[]string{`E1: userPrincipalName: want a candidate with a domain, such as ada@contoso.com, got "c.com"`, "E2 ada@c.com"}},
		{"nor is what has nothing before its @", run{config: config(`Join("", [first], "@c.com")`, "userPrincipalName"), people: []string{"E1 -", "E2 Ada"}},
			[]string{`E1: want a candidate with something before its @, got "@c.com"`, "E2 Ada@c.com"}},
		{"a person without anchor costs no other one", run{config: config(oneCandidate, "userPrincipalName"), people: []string{"- Ada", "E2 Ada"}},
			[]string{": employeeId: want a value that names the person permanently, got none", "E2 ada@c.com"}},
		{"a candidate that the target refuses is no candidate", run{config: config(`SelectUniqueValue([first], [last])`, "mailNickname"), people: []string{"E1 Zoë Example"}},
			[]string{"E1 Example"}},
		{"an address needs a domain", run{config: config(`[first]`, "mail"), people: ada},
			[]string{`E1: mail: want a candidate with a domain, such as ada@contoso.com, got "Ada"`}},
		{"control characters are in no identifier", run{config: config("Join(\"\", [first], \"\a\")", "mailNickname"), people: ada},
			[]string{`E1: mailNickname: want a text without control characters, got "Ada\u0007"`}},
		{"a userName may be either", run{config: config(`[first]`, "userName"), people: adas[:2], accounts: []string{`{"userName":"ada"}`}},
			[]string{"E1 Ada2", "E2 Ada3"}},
	} {
		t.Run(test.name, func(t *testing.T) { require.Equal(t, test.want, test.run.lines(t)) })
	}
}

func TestNumbers(t *testing.T) {
	people := []string{"E1 Ada", "E2 Ada", "E3 Ada"}
	c := config(oneCandidate, "userPrincipalName")
	c.Max = 0
	require.Equal(t, []string{"E1 ada@c.com",
		`E2: want a candidate that nobody has, got none: 1 candidate tried, the last "ada@c.com"; more candidates or more numbers are a remedy`,
		`E3: want a candidate that nobody has, got none: 1 candidate tried, the last "ada@c.com"; more candidates or more numbers are a remedy`}, run{config: c, people: people}.lines(t))

	c.Max = 2
	require.Equal(t, []string{"E1 ada@c.com", "E2 ada2@c.com",
		`E3: want a candidate that nobody has, got none: 2 candidates tried, the last "ada2@c.com"; more candidates or more numbers are a remedy`}, run{config: c, people: people}.lines(t))

	c.First, c.Max, c.Number = 1, 99, `Join("", [base], "-", [n], "@", [country], ".c.com")`
	require.Equal(t, []string{"E1 ada@c.com", "E2 ada-1@.c.com", "E3 ada-2@.c.com"}, run{config: c, people: people}.lines(t))
}

func TestNumbersWithoutADomainHaveThatOfTheCandidate(t *testing.T) {
	c := config(oneCandidate, "userPrincipalName")
	c.Number = `Join("", [base], "-", [n])`
	require.Equal(t, []string{"E1 ada@c.com", "E2 ada-2@c.com"}, run{config: c, people: []string{"E1 Ada", "E2 Ada"}}.lines(t))
}

func TestAThousandPeopleOfOneName(t *testing.T) {
	c := config(oneCandidate, "userPrincipalName", "sAMAccountName")
	c.Max = 10_000
	var people []string
	for i := range 10_000 {
		people = append(people, fmt.Sprintf("E%d Ada", i))
	}
	lines := run{config: c, people: people}.lines(t)
	require.Equal(t, "E9999 ada10000@c.com ada10000", lines[9999])
}

func TestMappingsOfAJob(t *testing.T) {
	c := ids.Config{Anchor: "employeeId", Account: "employeeID", First: 2, Max: 99, Identifiers: []ids.Identifier{
		{Name: "mail", Mapping: mapping.Mapping{Target: "mail", Expression: `Join("@", [first], "mail.c.com")`}},
		{Name: "userPrincipalName", Mapping: mapping.Mapping{Target: "userPrincipalName", Expression: twoCandidates}},
		{Name: "mailNickname", Mapping: mapping.Mapping{Target: "mailNickname", From: "last"}},
	}}
	require.Equal(t, []string{
		"E1 ada@mail.c.com ada@c.com ada", "E2 ada.example@mail.c.com ada.example@c.com ada.example",
	}, run{config: c, people: []string{"E1 Ada Example", "E2 Ada Example"}}.lines(t), "candidates are those of SelectUniqueValue, and an address keeps the domain of its own mapping")

	require.Equal(t, []string{"E1 old@mail.c.com old@c.com old (before)", "E2 ada@mail.c.com ada@c.com ada", "E3 x@mail.c.com x@c.com x"},
		run{config: c, people: []string{"E1 Ada Example", "E2 Ada Example", "E3 Ada Example"}, accounts: []string{
			`{"employeeID":"E1","mail":"old@mail.c.com","userPrincipalName":"old@c.com","mailNickname":"old"}`,
			`{"employeeID":"E3","userPrincipalName":"x@c.com"}`,
		}}.lines(t), "who has an account keeps what it has, and gets the rest from its token")
}

func TestCandidatesKeepTheirOwnDomains(t *testing.T) {
	c := ids.Config{Anchor: "employeeId", First: 2, Max: 99, Identifiers: []ids.Identifier{
		{Name: "userPrincipalName", Mapping: mapping.Mapping{Target: "userPrincipalName", Expression: `SelectUniqueValue(Join("@", ToLower([first]), "a.com"), Join("@", ToLower([first]), "b.com"))`}},
		{Name: "mail", Mapping: mapping.Mapping{Target: "mail", Expression: `Join("@", [last], "mail.com")`}},
	}}
	require.Equal(t, []string{"E1 ada@a.com ada@mail.com", "E2 ada2@a.com ada2@mail.com"}, run{config: c, people: []string{"E1 Ada X", "E2 Ada X"}}.lines(t))
	c.Identifiers = c.Identifiers[:1]
	require.Equal(t, []string{"E1 ada@a.com", "E2 ada@b.com", "E3 ada2@a.com"}, run{config: c, people: []string{"E1 Ada X", "E2 Ada X", "E3 Ada X"}}.lines(t))
}

func TestTheSameAgain(t *testing.T) {
	name := filepath.Join(t.TempDir(), "reserved.json")
	again := func(c ids.Config, people ...string) []string {
		state := open(t, name)
		defer func() { require.NoError(t, state.Close()) }()
		return run{config: c, people: people, state: state}.lines(t)
	}
	one := config(oneCandidate, "userPrincipalName")
	require.Equal(t, []string{"E1 ada@c.com", "E2 ada2@c.com"}, again(one, "E1 Ada", "E2 Ada"))
	require.Equal(t, []string{"E2 ada2@c.com (before)", "E3 ada3@c.com", "E1 ada@c.com (before)"}, again(one, "E2 Ada", "E3 Ada", "E1 Renamed"))

	more := config(oneCandidate, "userPrincipalName", "sAMAccountName", `mail=Join("", [base], ".", [n], "@c.com")`)
	require.Equal(t, []string{"E2 ada2@c.com ada2 ada.2@c.com"}, again(more, "E2 Other"), "what is asked for later is of the same token")
	require.Equal(t, []string{"E2 ada2@c.com ada2 ada.2@c.com (before)"}, again(more, "E2 Other"))

	require.Equal(t, []string{
		`E1: sAMAccountName: the token "ada" is the person's from before, and "ada" is somebody else's`,
	}, run{config: more, people: []string{"E1 Ada"}, state: reopened(t, name), accounts: []string{`{"sAMAccountName":"ADA"}`}}.lines(t))
}

func TestWhatWasGivenBeforeAndIsAnothersNow(t *testing.T) {
	name := filepath.Join(t.TempDir(), "reserved.json")
	c := config(oneCandidate, "userPrincipalName")
	c.Account = "employeeID"
	state := open(t, name)
	require.Equal(t, []string{"E1 ada@c.com"}, run{config: c, people: []string{"E1 Ada"}, state: state}.lines(t))
	require.Equal(t, []string{"E1 ada@c.com (before)", "E2 ada2@c.com"},
		run{config: c, people: []string{"E1 Ada", "E2 Ada"}, state: state, accounts: []string{`{"userPrincipalName":"ada@c.com"}`}}.lines(t),
		"an account that does not say whose it is may be the person's own")
	require.Equal(t, []string{
		`E1: userPrincipalName: "ada@c.com" was given to this person before, and the account of "E2" has it`, "E2 ada@c.com (before)",
	}, run{config: c, people: []string{"E1 Ada", "E2 Ada"}, state: ids.NewState(), accounts: []string{`{"userPrincipalName":"ada@c.com","employeeID":"E2"}`}}.linesAfter(t, "E1 Ada"))
}

// linesAfter returns the lines of a run after one in which a person was alone.
func (r run) linesAfter(t *testing.T, alone string) []string {
	t.Helper()
	run{config: r.config, people: []string{alone}, state: r.state}.lines(t)
	return r.lines(t)
}

func TestTwoPeopleOfOneAnchor(t *testing.T) {
	_, err := run{config: config(oneCandidate, "userPrincipalName"), people: []string{"E1 Ada", "E2 Bo", "E1 Cy"}}.assign(t)
	var twice *ids.DuplicateError
	require.ErrorAs(t, err, &twice)
	require.Equal(t, `records 1 and 3 have the same employeeId, "E1": want one person a record`, err.Error())
}

func TestConfigsThatAreWrong(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*ids.Config)
		want   string
	}{
		{"no anchor", func(c *ids.Config) { c.Anchor = "" }, "want the name of the attribute that names a person permanently, got none"},
		{"no identifiers", func(c *ids.Config) { c.Identifiers = nil }, "want attributes to give identifiers for, got none"},
		{"twice", func(c *ids.Config) { c.Identifiers = append(c.Identifiers, ids.Identifier{Name: "USERPRINCIPALNAME"}) }, `the attribute "USERPRINCIPALNAME" is named twice`},
		{"no candidates", func(c *ids.Config) { c.Candidates = mapping.Mapping{} }, "want a mapping or an expression for one of userPrincipalName, got none"},
		{"a number that does not count", func(c *ids.Config) { c.Number = `Join("", [base], "2")` }, `number: want an expression with the number, such as Join("", [base], [n]), got 'Join("", [base], "2")'`},
		{"a form for everybody", func(c *ids.Config) { c.Identifiers[0].Form = `[first]` }, `userPrincipalName: want an expression with the token, such as Join("@", [token], "contoso.com"), got "[first]"`},
		{"too many numbers", func(c *ids.Config) { c.Max = 1 << 30 }, "want numbers up to 1000000, got 1073741824"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := config(oneCandidate, "userPrincipalName")
			test.change(&c)
			_, err := ids.Compile(c)
			require.EqualError(t, err, test.want)
		})
	}
	c := config(`Jion("a")`, "userPrincipalName")
	_, err := ids.Compile(c)
	require.ErrorContains(t, err, "Jion")
}

func TestErrorsHideValues(t *testing.T) {
	scheme, err := ids.Compile(config(`[first]`, "mail"))
	require.NoError(t, err)
	batch := scheme.NewBatch()
	require.NoError(t, batch.AddPerson(person(1, "E1 Secret")))
	twice := batch.AddPerson(person(2, "E1 Secret"))
	require.NotContains(t, diag.MaskedError(twice), "E1")
	for a, err := range batch.Assign(context.Background(), ids.NewState()) {
		require.NoError(t, err)
		require.NotContains(t, diag.MaskedError(a.Err), "Secret")
	}
}

func TestReads(t *testing.T) {
	c := config(twoCandidates, "userPrincipalName", `mail=Join("", [token], [n], "@", [country])`)
	c.Number = `Join("", [base], [n], [unit])`
	scheme, err := ids.Compile(c)
	require.NoError(t, err)
	require.Equal(t, []string{"country", "employeeId", "first", "last", "unit"}, scheme.Reads())
}
