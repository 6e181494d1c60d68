package ids_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Whatever people are called, and in whatever order they come: all get something, no two of them the same, nobody what an account has, and each of
// them the same again, also after others have come.
func TestEverybodyHasTheirOwn(t *testing.T) {
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 1))
		people, accounts := population(random, 150)
		name := filepath.Join(t.TempDir(), "reserved.json")
		expression := `SelectUniqueValue(Join("", NormalizeDiacritics(ToLower([first])), "@c.com"), Join("", NormalizeDiacritics(ToLower(Join(".", [first], [last]))), "@c.com"))`
		r := run{config: config(expression, "userPrincipalName", "mail", "mailNickname", "sAMAccountName"), accounts: accounts}
		assign := func(people []string) map[string]string {
			state := open(t, name)
			r.people, r.state = people, state
			lines := r.lines(t)
			require.NoError(t, state.Close())
			require.Len(t, lines, len(people))
			got := map[string]string{}
			for _, line := range lines {
				owner, values, _ := strings.Cut(strings.TrimSuffix(line, " (before)"), " ")
				got[owner] = values
			}
			return got
		}
		first := assign(people[:100])
		all := assign(shuffled(random, people))
		require.Equal(t, all, assign(shuffled(random, people)))
		taken := map[string]string{}
		for _, text := range accounts {
			for _, value := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(`{}[]":,`, c) }) {
				taken[strings.ToLower(value)] = text
			}
		}
		for owner, values := range all {
			if before, given := first[owner]; given {
				require.Equal(t, before, values)
			}
			fields := strings.Fields(values)
			require.Len(t, fields, 4)
			for _, value := range []string{fields[0], fields[2]} {
				require.Empty(t, taken[value], "%s of %s", value, owner)
				taken[value] = owner
			}
			require.Equal(t, []string{fields[0], fields[0], strings.TrimSuffix(fields[0], "@c.com"), fields[2]}, fields[:4:4], "one token")
		}
	}
}

// population returns people of whom many have the same names, and accounts that have some of their addresses and names.
func population(random *rand.Rand, n int) (people, accounts []string) {
	names := []string{"Ada", "Zoë", "Bo", "Łukasz", "ada", "Éva", "Eva"}
	for i := range n {
		first, last := fmt.Sprintf("Name%d", random.IntN(3*n)), fmt.Sprintf("Last%d", random.IntN(5))
		if random.IntN(10) < 3 {
			first = names[random.IntN(len(names))]
		}
		people = append(people, fmt.Sprintf("E%d %s %s", i, first, last))
		switch random.IntN(8) {
		case 0:
			accounts = append(accounts, fmt.Sprintf(`{"userPrincipalName":"%s@c.com"}`, strings.ToLower(first)))
		case 1:
			accounts = append(accounts, fmt.Sprintf(`{"mailNickname":"%s"}`, strings.ToUpper(first)))
		case 2:
			accounts = append(accounts, fmt.Sprintf(`{"proxyAddresses":["SMTP:x%d@c.com","smtp:%s@c.com"]}`, i, first))
		}
	}
	return people, accounts
}

func shuffled(random *rand.Rand, people []string) []string {
	people = append([]string(nil), people...)
	random.Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
	return people
}
