package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/attrmap/attrmap/internal/mutate/mutant"
)

func numbers(text string) (map[int]bool, error) {
	if text == "" {
		return nil, nil
	}
	chosen := map[int]bool{}
	for _, word := range strings.Split(text, ",") {
		n, err := strconv.Atoi(word)
		if err != nil {
			return nil, err
		}
		chosen[n] = true
	}
	return chosen, nil
}

// try runs the tests with each mutant and writes down which live. It gives their number.
func try(out io.Writer, suites []suite, mutants []change, chosen map[int]bool, workers int) (int, error) {
	start := time.Now()
	if told, err := test(suites, -1, time.Hour); err != nil {
		return 0, fmt.Errorf("the tests fail without a mutant: %w\n%s", err, told)
	}
	patience := 10*time.Second + 5*time.Since(start)
	var (
		wait   sync.WaitGroup
		lock   sync.Mutex
		queue  = make(chan change)
		alive  int
		killed int
	)
	for range workers {
		wait.Go(func() {
			for m := range queue {
				_, failed := test(suites, m.number, patience)
				lock.Lock()
				if failed == nil {
					alive++
					fmt.Fprintln(out, "survives:", m)
				} else {
					killed++
				}
				lock.Unlock()
			}
		})
	}
	for _, m := range mutants {
		if chosen == nil || chosen[m.number] {
			queue <- m
		}
	}
	close(queue)
	wait.Wait()
	_, err := fmt.Fprintf(out, "%d mutants, %d killed, %d survive\n", alive+killed, killed, alive)
	return alive, err
}

// test runs all tests with the mutant and gives what the first that fails, or takes too long, tells.
func test(suites []suite, number int, patience time.Duration) (told []byte, failed error) {
	for _, s := range suites {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		command := exec.CommandContext(ctx, s.binary, append([]string{"-test.failfast", "-test.short"}, s.flags...)...)
		command.Dir = s.dir
		command.Env = append(os.Environ(), mutant.Variable+"="+strconv.Itoa(number), "GOMEMLIMIT=1GiB")
		told, failed = command.CombinedOutput()
		cancel()
		if failed != nil {
			return told, failed
		}
	}
	return nil, nil
}
