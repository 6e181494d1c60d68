package servers

import (
	"bufio"
	"context"
	"crypto/sha256"
	"embed"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
)

// SCIM is a SCIM server that runs.
type SCIM struct {
	// URL is that of the endpoint, without TLS; Token is what it wants as a bearer token.
	URL, Token string
	// Kill ends the server at once, as a crash does, and Start starts it again with what it has stored.
	Kill, Start func()
}

//go:embed scimmy/package.json scimmy/package-lock.json scimmy/server.mjs
var scimmyFiles embed.FS

// Scimmy starts a SCIM server of the packages scimmy and scimmy-routers on Node.js. Packages of the versions in its lock file are installed by
// npm once on a machine. What it stores is lost at the test's end, and kept by a kill.
func Scimmy(t testing.TB) *SCIM {
	t.Helper()
	node, npm := lookUp(t, "node"), lookUp(t, "npm")
	hash := sha256.New()
	files := map[string][]byte{}
	for _, name := range []string{"package.json", "package-lock.json", "server.mjs"} {
		content, err := scimmyFiles.ReadFile("scimmy/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = content
		hash.Write(content)
	}
	installed := cached(t, fmt.Sprintf("scimmy-%x", hash.Sum(nil)[:8]), func(dir string) error {
		for name, content := range files {
			if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
				return err
			}
		}
		return run(dir, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	})
	dir := temporary(t, "scimmy")
	port := freePort(t)
	s := &SCIM{URL: fmt.Sprintf("http://127.0.0.1:%d/scim", port), Token: "a-token-for-tests"}
	p := &process{t: t, answers: serves(s.URL + "/ServiceProviderConfig"), command: func() *exec.Cmd {
		return exec.Command(node, filepath.Join(installed, "server.mjs"), strconv.Itoa(port), s.Token, filepath.Join(dir, "stored.ndjson"))
	}}
	s.Kill, s.Start = p.Kill, p.Start
	t.Cleanup(s.Kill)
	s.Start()
	return s
}

// serves returns a function that reports whether a server answers at all.
func serves(url string) func(context.Context) error {
	return func(ctx context.Context) error {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return err
		}
		defer func() { _ = response.Body.Close() }()
		_, err = bufio.NewReader(response.Body).ReadByte()
		return err
	}
}
