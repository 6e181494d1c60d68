package command

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/provision"
)

// fakeServer is a target in memory that counts what it is asked.
type fakeServer struct {
	memory                    *provision.Memory
	opened, finds, all, ended int
	openErr, findErr, allErr  error
}

func (s *fakeServer) Find(ctx context.Context, queries []provision.Query) ([][]*provision.Object, error) {
	s.finds++
	if s.findErr != nil {
		return nil, s.findErr
	}
	return s.memory.Find(ctx, queries)
}

func (s *fakeServer) Objects(ctx context.Context, objectType string) iter.Seq2[*provision.Object, error] {
	s.all++
	return func(yield func(*provision.Object, error) bool) {
		for o, err := range s.memory.Objects(ctx, objectType) {
			if !yield(o, err) {
				return
			}
		}
		if s.allErr != nil {
			yield(nil, s.allErr)
		}
	}
}

func (s *fakeServer) Close() error { s.ended++; return nil }

// with runs a command line of a command that has such a server. The flags --workers 1 keep it from being asked by several goroutines.
func (s *fakeServer) with(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, messages bytes.Buffer
	p := &program{
		stdin: strings.NewReader(""), stdout: &out, stderr: &messages,
		clock: func() time.Time { return time.Unix(0, 0) }, getenv: func(string) string { return "" },
	}
	p.extras = Extras{Name: "attrmap-fake", Open: func(_ context.Context, _ *Program, url string, job *provision.Job) (Target, error) {
		s.opened++
		require.Equal(t, "fake://host/base", url)
		require.NotNil(t, job)
		return s, s.openErr
	}}
	code = p.run(append(args, "--workers", "1"))
	return code, out.String(), messages.String()
}

// people are a mapping, four source objects, and a file of target objects: two that are matched, and one orphan.
func people(t *testing.T) (args []string, target string, server *fakeServer) {
	t.Helper()
	dir := t.TempDir()
	mapping := written(t, dir, "mapping.yaml", "mappings:\n- {target: userName, from: login, match: 1}\n- {target: displayName, from: name}\n")
	in := written(t, dir, "in.csv", "login,name\nada,Ada\nbob,Bob\ncyd,Cyd\ndan,Dan\n")
	target = written(t, dir, "target.ndjson", `{"id":"1","userName":"ada","displayName":"Ada"}`+"\n"+`{"id":"2","userName":"bob","displayName":"Rob"}`+"\n"+`{"id":"3","userName":"eve"}`+"\n")
	var objects []*provision.Object
	for id, attrs := range []value.Map{{"userName": "ada", "displayName": "Ada"}, {"userName": "bob", "displayName": "Rob"}, {"userName": "eve"}} {
		objects = append(objects, &provision.Object{Type: "User", ID: strconv.Itoa(id + 1), Attrs: attrs})
	}
	return []string{"--schema", mapping, "--in", in}, target, &fakeServer{memory: provision.NewMemory(objects)}
}

func TestARunAgainstAServerPlansAsOneAgainstAFile(t *testing.T) {
	for _, row := range []struct {
		flags      []string
		finds, all bool
	}{
		{[]string{"--format", "ndjson"}, true, false},
		{[]string{"--format", "text"}, true, false},
		{[]string{"--format", "ndjson", "--wire", "default"}, true, false},
		{[]string{"--format", "ndjson", "--twice"}, false, true},
		{[]string{"--format", "ndjson", "--orphans", "orphans.csv"}, false, true},
	} {
		t.Run(strings.Join(row.flags, " "), func(t *testing.T) {
			args, target, server := people(t)
			t.Chdir(t.TempDir())
			args = append([]string{"run"}, append(args, row.flags...)...)
			_, want, _ := attrmap(nil, append(args, "--target", target)...)
			code, got, messages := server.with(t, append(args, "--target", "fake://host/base")...)
			require.Zero(t, code, messages)
			if row.finds { // orphans are not counted
				want = strings.Replace(want, "(orphans)    1 account that no source object accounts for: --orphans FILE lists them\n", "", 1)
			}
			require.Equal(t, want, got)
			require.Equal(t, row.finds, server.finds > 0, "asked for some")
			require.Equal(t, row.all, server.all == 1, "read whole, and once")
			require.Equal(t, []int{1, 1}, []int{server.opened, server.ended})
			require.Contains(t, messages, "read 4, create 2, update 1")
			require.Equal(t, row.finds, strings.Contains(messages, "orphans are not counted"))
			require.Equal(t, row.all, strings.Contains(messages, "fake://host/base: read 3 objects of the type User"))
		})
	}
}

func TestOneServerIsAllOfTheTargetOrAPartOfIt(t *testing.T) {
	for name, targets := range map[string][]string{
		"alone":              {"fake://host/base"},
		"of a type":          {"User=fake://host/base"},
		"beside other types": {"fake://host/base", "Group=GROUPS"},
	} {
		t.Run(name, func(t *testing.T) {
			args, _, server := people(t)
			dir := t.TempDir()
			mapping := written(t, dir, "two.yaml", "objects:\n"+
				"- {name: Users, resource: User, mappings: [{target: userName, from: login, match: 1}]}\n"+
				"- {name: Groups, resource: Group, mappings: [{target: displayName, from: name, match: 1}]}\n")
			args[1] = mapping
			groups := written(t, dir, "groups.ndjson", `{"id":"g","displayName":"All"}`+"\n")
			in := written(t, dir, "groups.csv", "name\nAll\nSome\n")
			args = append([]string{"run", "--format", "ndjson", "--in", "Group=" + in}, args...)
			for _, target := range targets {
				args = append(args, "--target", strings.Replace(target, "GROUPS", groups, 1))
			}
			code, got, messages := server.with(t, args...)
			require.Zero(t, code, messages)
			require.Equal(t, name == "beside other types", strings.Contains(got, `"target":"g"`), got)
			require.Contains(t, got, `"target":"1"`)
		})
	}
}

func TestImpactAgainstAServerComparesOneState(t *testing.T) {
	args, target, server := people(t)
	to := written(t, t.TempDir(), "to.yaml", "mappings:\n- {target: userName, from: login, match: 1}\n- {target: displayName, expression: 'ToUpper([name])'}\n")
	args = []string{"impact", "--from", args[1], "--to", to, "--in", args[3], "--format", "json"}
	_, want, _ := attrmap(nil, append(args, "--target", target)...)
	code, got, messages := server.with(t, append(args, "--target", "fake://host/base")...)
	require.Zero(t, code, messages)
	require.Equal(t, want, got)
	require.Equal(t, []int{1, 1, 0}, []int{server.opened, server.all, server.finds})
}

func TestAServerThatFailsIsNeverACleanRun(t *testing.T) {
	down := errors.New("the line is dead")
	for _, row := range []struct {
		name   string
		server fakeServer
		flags  []string
		code   int
		want   string
	}{
		{"it cannot be reached", fakeServer{openErr: down}, nil, 2, "attrmap: the line is dead\n"},
		{"it does not answer", fakeServer{findErr: down}, nil, 1, "read 4, create 0, update 0, disable 0, delete 0, skip 0, error 4, failed 4"},
		{"it breaks off while all is read", fakeServer{allErr: down}, []string{"--twice"}, 2, "attrmap: the line is dead\n"},
		{"it breaks off while orphans are read", fakeServer{allErr: down}, []string{"--orphans", "o.csv"}, 2, "attrmap: the line is dead\n"},
	} {
		t.Run(row.name, func(t *testing.T) {
			args, _, server := people(t)
			t.Chdir(t.TempDir())
			row.server.memory = server.memory
			code, out, messages := row.server.with(t, append(append([]string{"run", "--target", "fake://host/base", "--format", "ndjson"}, args...), row.flags...)...)
			require.Equal(t, row.code, code, messages)
			require.Contains(t, messages, row.want)
			require.NotContains(t, out, `"create"`)
			if row.code == 1 {
				require.Equal(t, 4, strings.Count(out, `"reason":"the target cannot be searched: the line is dead","attributes"`), out)
			}
			require.NoFileExists(t, "o.csv")
		})
	}
}

func TestARunAgainstAServerThatHasNobodyIsDoubted(t *testing.T) {
	for flag, want := range map[string]string{
		"--all":   "the server has none of the objects",
		"--twice": "fake://host/base: no object of the target was read: everybody is created",
	} {
		args, _, _ := people(t)
		server := &fakeServer{memory: provision.NewMemory(nil)}
		code, _, messages := server.with(t, append([]string{"run", "--target", "fake://host/base", flag}, args...)...)
		require.Zero(t, code)
		require.Contains(t, messages, want)
	}
}

func TestAURLIsNoFile(t *testing.T) {
	args, _, server := people(t)
	secret := "ldap://who:secret@host/dc=x"
	for _, line := range [][]string{
		append([]string{"run", "--target", secret}, args...),
		append([]string{"run", "--target", "User=" + secret}, args...),
		{"run", "--schema", args[1], "--in", secret},
		{"impact", "--from", args[1], "--to", secret, "--in", args[3]},
		{"test", written(t, t.TempDir(), "x_test.yaml", "mapping: "+args[1]+"\ntarget: '"+secret+"'\ntests: [{source: {login: ada}, expect: {action: create}}]\n")},
	} {
		code, _, messages := attrmap(nil, line...)
		require.Equal(t, 2, code, line)
		require.NotContains(t, messages, "secret")
		require.Contains(t, messages, "want a file, got a URL (ldap://…)", line)
	}
	code, _, messages := server.with(t, "run", "--schema", args[1], "--in", "ldap://host/dc=x")
	require.Equal(t, 2, code)
	require.Contains(t, messages, "attrmap-fake export writes the objects of a server to a file")
	// What a file has for its name is a file.
	t.Chdir(t.TempDir())
	require.NoError(t, os.MkdirAll("a:/b", 0o700))
	require.NoError(t, os.WriteFile("a:/b/in.csv", []byte("login,name\nada,Ada\n"), 0o600))
	code, _, messages = attrmap(nil, "run", "--schema", args[1], "--in", "a://b/in.csv")
	require.Zero(t, code, messages)
}
