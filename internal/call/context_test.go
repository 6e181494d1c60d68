package call_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
)

// noon is the time of evaluations that have a clock.
func noon() time.Time { return time.Date(2025, 7, 30, 12, 0, 0, 0, time.UTC) }

func newContext(env *call.Env) *call.Context {
	c := call.NewContext(call.Limits{}, call.Compat{})
	c.Reset(env)
	return c
}

func TestErrorsHaveACause(t *testing.T) {
	t.Parallel()
	cause := errors.New("the cause")
	err := error(&call.Error{Code: codes.EvalRange, Arg: 1, Message: diag.Messagef("too far"), Cause: cause})
	require.EqualError(t, err, "too far")
	require.ErrorIs(t, err, cause)
}

func TestContextCountsSteps(t *testing.T) {
	t.Parallel()
	c := call.NewContext(call.Limits{Steps: 2, TextBytes: 3, ListLength: 4}, call.Compat{})
	c.Reset(&call.Env{})
	require.NoError(t, c.Step())
	require.NoError(t, c.Step())
	require.ErrorIs(t, c.Step(), diag.ErrLimit)
	require.NoError(t, c.CheckText(3))
	require.ErrorIs(t, c.CheckText(4), diag.ErrLimit)
	require.NoError(t, c.CheckList(4))
	require.ErrorIs(t, c.CheckList(5), diag.ErrLimit)

	c.Reset(&call.Env{})
	require.NoError(t, c.Step(), "a new evaluation counts anew")
}

func TestContextSeesCancellation(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	c := newContext(&call.Env{Context: ctx})
	require.NoError(t, c.Step())
	cancel()
	var err error
	for range 100 {
		if err = c.Step(); err != nil {
			break
		}
	}
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, newContext(&call.Env{Context: ctx}).Step(), context.Canceled, "at the first step already")
}

func TestContextReadsTheClockOnce(t *testing.T) {
	t.Parallel()
	read := 0
	c := newContext(&call.Env{Clock: func() time.Time { read++; return noon().Add(time.Duration(read) * time.Hour) }})
	first, err := c.Now()
	require.NoError(t, err)
	second, err := c.Now()
	require.NoError(t, err)
	require.Equal(t, first, second)
	_, err = newContext(&call.Env{}).Now()
	require.ErrorContains(t, err, "no time is given")
	_, err = newContext(&call.Env{Clock: func() time.Time { return time.Time{}.AddDate(-5, 0, 0) }}).Now()
	require.ErrorContains(t, err, "out of range")
}

func TestContextForgets(t *testing.T) {
	t.Parallel()
	c := newContext(&call.Env{Clock: noon})
	_, err := c.Now()
	require.NoError(t, err)
	c.MarkRedacted()
	c.SetPending(value.True)
	c.Reset(&call.Env{})
	require.False(t, c.Redacted())
	require.True(t, c.Pending.IsAbsent())
	_, err = c.Now()
	require.Error(t, err, "the time of the last evaluation")
}

func TestBuffersComeEmptyAndSmall(t *testing.T) {
	t.Parallel()
	c := newContext(&call.Env{})
	one, two := append(c.TakeBuffer(), "one"...), append(c.TakeBuffer(), "two"...)
	require.Equal(t, "one two", string(one)+" "+string(two), "two buffers at a time do not share memory")
	c.GiveBuffer(one)
	c.GiveBuffer(bytes.Repeat([]byte("x"), 1<<20))
	require.Empty(t, c.TakeBuffer())
	require.Less(t, cap(c.TakeBuffer()), 1<<16, "what one huge value has grown is not kept")
}

func TestContextLetsGo(t *testing.T) {
	t.Parallel()
	c := newContext(&call.Env{})
	c.SetPending(value.Strings("a"))
	c.Forget()
	require.Nil(t, c.Env)
	require.True(t, c.Pending.IsAbsent())
}

func TestLimitsThatAreNotSetAreTheDefaults(t *testing.T) {
	t.Parallel()
	require.Equal(t, call.Limits{
		Steps: call.DefaultSteps, TextBytes: call.DefaultTextBytes, OutputBytes: call.DefaultOutputBytes,
		ListLength: call.DefaultListLength, RegexSteps: call.DefaultRegexSteps,
	}, call.Limits{RegexTime: -1}.WithDefaults())
	set := call.Limits{Steps: 1, TextBytes: 2, OutputBytes: 3, ListLength: 4, RegexSteps: 5, RegexTime: 6}
	require.Equal(t, set, set.WithDefaults())
}
