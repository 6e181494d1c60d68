// Command serve is a SCIM server with the accounts of an example, for trying attrmap-live: serve DIRECTORY [ADDRESS]. It listens on this computer
// alone, and keeps what is written to it until it ends.
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/attrmap/attrmap/adapters/cmd/attrmap-live/internal/tryout"
)

func main() {
	if err := serve(os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "serve: %v\n", err)
		os.Exit(2)
	}
}

func serve(args []string) error {
	address := "127.0.0.1:8642"
	switch len(args) {
	case 1:
	case 2:
		address = args[1]
	default:
		return fmt.Errorf("want DIRECTORY [ADDRESS], got %d arguments", len(args))
	}
	host, _, err := net.SplitHostPort(address)
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
		return fmt.Errorf("want an address of this computer, such as 127.0.0.1:8642, got %q", address)
	}
	handler, n, err := tryout.Handler(args[0])
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d objects at scim+http://%s/scim; an interrupt (Ctrl-C) ends the server\n", n, listener.Addr())
	const patience = 10 * time.Second
	server := &http.Server{Handler: handler, ReadHeaderTimeout: patience}
	return server.Serve(listener)
}
