package work

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestChoose(t *testing.T) {
	all := []string{"a", "b", "c"}
	itself := func(name string) string { return name }
	some, err := Choose(all, itself, "c,b")
	require.NoError(t, err)
	require.Equal(t, []string{"c", "b"}, some)
	every, err := Choose(all, itself, "")
	require.NoError(t, err)
	require.Equal(t, all, every)
	_, err = Choose(all, itself, "a,z")
	require.EqualError(t, err, `unknown task "z": want some of a, b, c`)
}
