package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// patience is how long a test waits for what a browser does. It is far more than any machine needs: what waits longer hangs.
const patience = 4 * time.Minute

// tab is a page that is open in a browser, with what went wrong in it.
type tab struct {
	t       *testing.T
	ctx     context.Context
	mu      sync.Mutex
	faults  []string
	fetched []string
}

// chromium returns the browser's program, and skips the test where there is none.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless-shell"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("ATTRMAP_BROWSER") != "" {
		t.Fatal("no Chromium on the PATH")
	}
	t.Skip("no Chromium on the PATH; .ci/run browser installs it")
	return ""
}

// open writes a page to a file and opens that. The browser resolves no name and so reaches no network; that the page wants to would be seen all
// the same.
func open(t *testing.T, html []byte) *tab {
	t.Helper()
	program := chromium(t)
	file := filepath.Join(t.TempDir(), "report.html")
	require.NoError(t, os.WriteFile(file, html, 0o600))
	all := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.WindowSize(1100, 1250),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"), chromedp.WSURLReadTimeout(patience))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), all...)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, patience)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	p := &tab{t: t, ctx: ctx}
	call(p, network.Enable, network.EnableParams{})
	call(p, log.Enable, cdp.Empty{})
	call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: `window.violations = []; addEventListener("securitypolicyviolation", e => violations.push(e.violatedDirective + " " + e.blockedURI));`,
	})
	require.NoError(t, chromedp.Listen(ctx, p.listen))
	p.do(chromedp.Navigate("file://" + filepath.ToSlash(file)))
	return p
}

// listen notes errors and requests.
func (p *tab) listen(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		p.faults = append(p.faults, e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		p.faults = append(p.faults, fmt.Sprintf("console.%s", e.Type))
	case *log.EventEntryAdded:
		p.faults = append(p.faults, fmt.Sprintf("%s %s: %s", e.Entry.Source, e.Entry.Level, e.Entry.Text))
	case *page.EventJavascriptDialogOpening:
		p.faults = append(p.faults, "dialog: "+e.Message)
	case *network.EventRequestWillBeSent:
		p.fetched = append(p.fetched, e.Request.URL)
	}
}

// do carries actions out, and fails the test where one cannot be.
func (p *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	require.NoError(p.t, chromedp.Do(p.ctx, actions...))
}

// get returns what an action returns.
func get[T any](p *tab, action chromedp.Action[T]) T {
	p.t.Helper()
	result, err := chromedp.Run(p.ctx, action)
	require.NoError(p.t, err)
	return result
}

// eval returns what a script returns.
func eval[T any](p *tab, script string) T {
	p.t.Helper()
	return get(p, chromedp.Evaluate[T](script))
}

// call sends a command to the browser.
func call[P, R any](p *tab, command cdp.Command[P, R], parameters P) R {
	p.t.Helper()
	return get(p, func(ctx context.Context, t *chromedp.Target) (R, error) { return cdp.Call(ctx, t, command, parameters) })
}

// until waits until a condition holds in the page. It asks again and again: the page's policy forbids the driver to wait inside of it.
func (p *tab) until(condition string) {
	p.t.Helper()
	for !eval[bool](p, "!!("+condition+")") {
		select {
		case <-p.ctx.Done():
			p.t.Fatalf("%s does not become true", condition)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// well requires that the page asked for nothing but itself, and that nothing went wrong in it.
func (p *tab) well() {
	p.t.Helper()
	require.Empty(p.t, eval[[]string](p, "violations"))
	p.mu.Lock()
	defer p.mu.Unlock()
	require.Empty(p.t, p.faults)
	require.Len(p.t, p.fetched, 1)
	require.True(p.t, strings.HasPrefix(p.fetched[0], "file://"), p.fetched[0])
}
