package expr_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
)

func TestCacheKeepsTheProgramsUsedLast(t *testing.T) {
	c := expr.NewCache(2)
	compile := func(src string) *expr.Program {
		t.Helper()
		prog, err := c.Compile(src)
		require.NoError(t, err)
		return prog
	}
	a, b := compile("[a]"), compile("[b]")
	require.Same(t, a, compile("[a]"))
	compile("[c]") // [b] was not used for longest
	require.Same(t, a, compile("[a]"))
	require.NotSame(t, b, compile("[b]"))
	require.Equal(t, 2, c.Len())

	_, err := c.Compile("Join(")
	require.Error(t, err)
	require.Equal(t, 2, c.Len(), "a text that cannot be compiled is not kept")
}

func TestCacheIsBounded(t *testing.T) {
	c := expr.NewCache(0)
	for i := range 10 {
		_, err := c.Compile(fmt.Sprintf("[a%d]", i))
		require.NoError(t, err)
		require.Equal(t, 1, c.Len())
	}
}

func TestCacheIsSharedByGoroutines(t *testing.T) {
	c := expr.NewCache(4)
	var wg sync.WaitGroup
	for g := range 32 {
		wg.Go(func() {
			for i := range 50 {
				src := fmt.Sprintf("ToLower([a%d])", (g+i)%6)
				prog, err := c.Compile(src)
				if err != nil || prog.Source() != src {
					t.Errorf("Compile(%s) gives %v, %v", src, prog, err)
				}
			}
		})
	}
	wg.Wait()
	require.LessOrEqual(t, c.Len(), 4)
}
