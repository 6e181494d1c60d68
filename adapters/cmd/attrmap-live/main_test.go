package main

import (
	"encoding/pem"
	"errors"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/cmd/attrmap-live/internal/tryout"
	"github.com/attrmap/attrmap/internal/command"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"attrmap-live": main, "attrmap": func() { command.Main(command.Extras{}) }})
}

// TestScripts runs the scripts beside servers in this process: $SCIM and $SCIMS (with TLS, by a certificate in ca.pem, which is for another name than that of $OTHERNAME) speak SCIM, and want $TOKEN;
// $MODEL has model servers, see models.
func TestScripts(t *testing.T) {
	plain, secure := newSCIM(t, (*httptest.Server).Start), newSCIM(t, (*httptest.Server).StartTLS)
	models := newModels(t)
	examples, err := filepath.Abs("../../../examples")
	require.NoError(t, err)
	handler, _, err := tryout.Handler(filepath.Join(examples, "scim-app"))
	require.NoError(t, err)
	try := httptest.NewServer(handler)
	t.Cleanup(try.Close)
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw})
	testscript.Run(t, testscript.Params{
		Setup: func(env *testscript.Env) error {
			env.Setenv("SCIM", "scim+"+plain.URL)
			env.Setenv("SCIMS", "scim+"+secure.URL)
			env.Setenv("MODEL", "scim+"+models.URL)
			env.Setenv("OTHERNAME", strings.Replace("scim+"+secure.URL, "127.0.0.1", "localhost", 1))
			env.Setenv("TOKEN", token)
			env.Setenv("TRYOUT", "scim+"+try.URL+"/scim")
			env.Setenv("EXAMPLES", examples)
			return os.WriteFile(filepath.Join(env.WorkDir, "ca.pem"), ca, 0o600)
		},
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"code": code, "private": private,
			"asked": func(_ *testscript.TestScript, _ bool, args []string) { plain.await(args[0]) },
		},
	})
}

// code runs a command and compares its exit code: code 2 attrmap-live export.
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code number command [argument ...]")
	}
	got := 0
	err := ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("the exit code is %d", got)
	}
}

// private gives a file of credentials, which it writes, a mode: private 600 name.
func private(ts *testscript.TestScript, _ bool, args []string) {
	mode, err := strconv.ParseUint(args[0], 8, 32)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte("ATTRMAP_TOKEN="+token+"\n"), 0o600))
	ts.Check(os.Chmod(ts.MkAbs(args[1]), os.FileMode(mode)))
}
