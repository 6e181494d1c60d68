// Package browser holds the tests that a report works in a browser: headless Chromium opens it from a file, as a reader does.
//
// It is a module of its own, so that the driver of the browser is needed here alone. Without Chromium the tests are skipped, unless the
// environment has ATTRMAP_BROWSER=1, as .ci/run browser sets it.
package browser
