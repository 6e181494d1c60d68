package mapping_test

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping"
)

func TestDecisions(t *testing.T) {
	t.Parallel()
	f, err := os.Open("testdata/decisions.txt")
	require.NoError(t, err)
	defer f.Close()
	var opts mapping.Options
	rows := 0
	lines := bufio.NewScanner(f)
	for number := 1; lines.Scan(); number++ {
		line := lines.Text()
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '=':
			opts = readCircumstance(t, opts, strings.Fields(line[1:]))
		default:
			rows++
			t.Run(strconv.Itoa(number), func(t *testing.T) { checkDecision(t, opts, line) })
		}
	}
	require.NoError(t, lines.Err())
	require.Greater(t, rows, 150)
}

func checkDecision(t *testing.T, opts mapping.Options, line string) {
	columns := strings.Split(line, " | ")
	require.Len(t, columns, 4, line)
	target := columns[2]
	if target == "new" {
		target = ""
	}
	mapper := compile(t, opts, matching, readMapping(t, columns[0]))
	outcome := mapped(t, mapper, columns[1], target).Attributes[1]
	got := showOutcome(&outcome)
	if strings.Contains(columns[3], "(") {
		got += " (" + string(outcome.Code) + ")"
	}
	if diff := cmp.Diff(columns[3], got); diff != "" {
		t.Errorf("%s: %s", line, diff)
	}
	require.NotEmpty(t, outcome.Reason)
	require.Equal(t, outcome.Decision == mapping.Failed, outcome.Err != nil)
	require.Equal(t, outcome.Decision == mapping.Failed, outcome.Code != "")
}

func readMapping(t *testing.T, text string) mapping.Mapping {
	m := mapping.Mapping{Target: "t"}
	for _, part := range strings.Split(text, "; ") {
		name, rest, _ := strings.Cut(part, " ")
		switch name {
		case "from":
			m.From = rest
		case "constant":
			m.Constant = rest
		case "expression":
			m.Expression = rest
		case "default":
			m.Default = rest
		case "apply":
			require.NoError(t, m.Apply.UnmarshalText([]byte(rest)))
		case "match":
			m.Match, _ = strconv.Atoi(rest)
		case "flowNulls":
			m.FlowNulls = true
		case "none":
		default:
			t.Fatalf("unknown member %q", name)
		}
	}
	return m
}

func readCircumstance(t *testing.T, opts mapping.Options, words []string) mapping.Options {
	if len(words) == 0 {
		return mapping.Options{}
	}
	switch words[0] {
	case "target":
		a := readAttribute(t, "t", words[1:])
		opts.Target = &mapping.Schema{Attributes: []mapping.Attribute{{Name: "id"}, a}}
	case "source":
		a := readAttribute(t, words[1], append([]string{"String"}, words[2:]...))
		opts.Source = &mapping.Schema{Attributes: []mapping.Attribute{{Name: "id"}, a}}
	case "options":
		for _, word := range words[1:] {
			switch word {
			case "profile=ad":
				opts.Profile = mapping.ProfileAD
			case "emptyTextFlows":
				opts.EmptyTextFlows = true
			case "noneOnlyAtCreation":
				opts.NoneOnlyAtCreation = true
			case "exactCase":
				opts.ExactCase = true
			case "emptyStringIsNull":
				opts.Compat.EmptyStringIsNull = true
			default:
				t.Fatalf("unknown option %q", word)
			}
		}
	default:
		t.Fatalf("unknown circumstance %q", words[0])
	}
	return opts
}

func readAttribute(t *testing.T, name string, words []string) mapping.Attribute {
	kind, err := mapping.ParseAttributeType(words[0])
	require.NoError(t, err, words[0])
	a := mapping.Attribute{Name: name, Type: kind}
	for _, word := range words[1:] {
		switch before, after, _ := strings.Cut(word, "="); before {
		case "multi":
			a.MultiValued = true
		case "required":
			a.Required = true
		case "exact":
			a.CaseExact = true
		case "flowNulls":
			a.FlowNulls = true
		case "default":
			a.Default = after
		default:
			t.Fatalf("unknown word %q", word)
		}
	}
	return a
}
