package work

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestUsersAreWhatTheTasksNeed(t *testing.T) {
	count := func(is func(p *person) bool) (n int) {
		for i := range people {
			if is(&people[i]) {
				n++
			}
		}
		return n
	}
	require.Len(t, people, 8)
	require.Equal(t, 2, count(func(p *person) bool { return !isASCII(p.first + p.last) }), "with accents")
	require.Equal(t, 4, count(func(p *person) bool { return p.mail == "" }), "without mail")
	require.Equal(t, 1, count(func(p *person) bool { return NewService().LocalPhone(p.phone) == p.phone }), "phone of another form")
	require.Len(t, ASCIIUsers(), 6)
}

func TestMedian(t *testing.T) {
	require.Equal(t, 2.0, Median([]float64{9, 1, 2}))
	require.Equal(t, 2.5, Median([]float64{9, 3, 1, 2}))
}
