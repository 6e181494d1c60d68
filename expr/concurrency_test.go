package expr_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
)

// TestProgramsAreSafeForConcurrentUse compares evaluations that share programs, each with its own object, with separate
// evaluations.
func TestProgramsAreSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	sources := []string{
		`Join("@", NormalizeDiacritics(StripSpaces(Join(".", [first], [last]))), "contoso.com")`,
		`Switch([dept], "other", "1", "a", "2", "b", "3", "c", "4", "d", "5", "e", "6", "f", "7", "g", "8", "h", "9", "i")`,
		`Replace([phone], , "\\+(?<isd>\\d* )(?<number>\\d{10})", , "${number}", , )`,
		`Replace([phone], , [pattern], , "x", , )`,
		`FormatDateTime([hired], , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")`,
		`FormatDateTime(DateAdd("d", [n], Now()), , "x", "d MMMM yyyy")`,
		`Append([list], Word([first], 1, "-"))`,
		`IIF([n] > 50, Redact([first]), CDate([first]))`,
		`SelectUniqueValue([first], Append([first], [n]))`,
	}
	const workers, rounds = 64, 20
	for _, src := range sources {
		prog := expr.MustCompile(src)
		want := make([]string, workers)
		for i := range workers {
			want[i] = fullOutcome(prog.Eval(workerEnv(i)))
		}
		var wg sync.WaitGroup
		failures := make(chan string, workers)
		for i := range workers {
			wg.Go(func() {
				for range rounds {
					if got := fullOutcome(prog.Eval(workerEnv(i))); got != want[i] {
						failures <- fmt.Sprintf("%s for %d: %s, alone %s", src, i, got, want[i])
						return
					}
				}
				prog.Explain(workerEnv(i))
				_ = prog.Warnings()
				_ = prog.Attributes()
			})
		}
		wg.Wait()
		close(failures)
		for failure := range failures {
			t.Error(failure)
		}
	}
}

// fullOutcome is like outcome, with the full text of a failure, and whether the value is redacted.
func fullOutcome(v value.Value, err error) string {
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint(outcome(v, nil), v.Redacted())
}

func workerEnv(i int) *expr.Env {
	n := fmt.Sprint(i)
	return &expr.Env{
		Attrs: attrs{
			"first": "Zoë-" + n, "last": strings.Repeat("Ł", i%5), "dept": fmt.Sprint(i % 11), "n": i, "pattern": "[" + fmt.Sprint(i%10) + "]",
			"phone": fmt.Sprintf("+%d 99988877%02d", i%9+1, i), "hired": fmt.Sprintf("2015%02d23105347.1Z", i%12+1), "list": []string{"a" + n, n},
		},
		Clock: func() time.Time { return time.Unix(int64(i)*86400*365, 0) },
		Taken: func(_ context.Context, _, candidate string) (bool, error) {
			return i%3 == 0 && candidate == "Zoë-"+n, nil
		},
	}
}

// TestEvaluatorsShareACompiler has 64 goroutines with an evaluator each, which share a compiler.
func TestEvaluatorsShareACompiler(t *testing.T) {
	t.Parallel()
	sources := []string{
		`Join("-", [first], [n])`, `ToUpper([first])`, `Switch([dept], "other", "1", "a", "2", "b")`, `[first] & [last]`, `Redact([first])`, `Mid([first], 1, [n])`,
	}
	compiler := expr.NewCompiler()
	alone := func(src string, i int) string { return fullOutcome(expr.MustCompile(src).Eval(workerEnv(i))) }
	const workers = 64
	var wg sync.WaitGroup
	failures := make(chan string, workers)
	for i := range workers {
		want := make([]string, len(sources))
		for k, src := range sources {
			want[k] = alone(src, i)
		}
		wg.Go(func() {
			var e expr.Evaluator
			var buf []byte
			for round := range 60 {
				k := (round + i) % len(sources)
				prog, err := compiler.Compile(sources[k])
				if err != nil {
					failures <- err.Error()
					return
				}
				out, v, isText, err := e.Append(prog, workerEnv(i), buf[:0])
				if isText {
					v = value.String(string(out))
				}
				if got := fullOutcome(v, err); got != want[k] {
					failures <- fmt.Sprintf("%s for %d: %s, alone %s", sources[k], i, got, want[k])
					return
				}
				buf = out
			}
		})
	}
	wg.Wait()
	close(failures)
	for failure := range failures {
		t.Error(failure)
	}
}

func TestCompilationIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			for range 20 {
				v, err := expr.MustCompile(fmt.Sprintf(`Append("x", %d)`, i)).Eval(nil)
				if err != nil || v.Text() != fmt.Sprint("x", i) {
					t.Errorf("%d: %v, %v", i, v.Text(), err)
				}
			}
		})
	}
	wg.Wait()
}

// TestAllocations fixes the allocations of repeated evaluations: none without a new text, otherwise one for the text.
func TestAllocations(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector empties pools")
	}
	object := attrs{"a": "x", "b": nil, "n": 7, "first": "Alex", "last": "Wilber", "phone": "+1 9998887777", "hired": "20150123105347.1Z"}
	for _, row := range []struct {
		src  string
		most float64
	}{
		{`"x"`, 0},
		{`[a]`, 0},
		{`[missing]`, 0},
		{`[n]`, 0},
		{`Switch([a], "d", "k", "v", "x", "w")`, 0},
		{`Switch([a], "d", "1", "", "2", "", "3", "", "4", "", "5", "", "6", "", "7", "", "8", "", "9", "")`, 0},
		{`IIF([a] = "x", [a], [b])`, 0},
		{`IIF([n] > 5, [a], [b])`, 0},
		{`Coalesce([b], [a])`, 0},
		{`IsPresent([a])`, 0},
		{`IgnoreFlowIfNullOrEmpty([a])`, 0},
		{`Len([a])`, 0},
		{`Append([a], ".test")`, 1},
		{`ToLower(Mid([first], 1, 3))`, 1},
		{`Join("@", NormalizeDiacritics(StripSpaces(Join(".", [first], [last]))), "contoso.com")`, 1},
		{`[first] & " " & [last]`, 1},
		{`Replace([phone], "+", , , "00", , )`, 1},
		{`Replace([phone], , "[()\\s-]+", , "", , )`, 1},
		{`Replace([phone], , "\\+(?<isdCode>\\d* )(?<phoneNumber>\\d{10})", , "${phoneNumber}", , )`, 1},
		{`FormatDateTime([hired], , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")`, 1},
	} {
		prog := expr.MustCompile(row.src)
		env := &expr.Env{Attrs: object}
		got := testing.AllocsPerRun(200, func() {
			if _, err := prog.Eval(env); err != nil {
				panic(err)
			}
		})
		require.LessOrEqual(t, got, row.most, row.src)
	}
}
