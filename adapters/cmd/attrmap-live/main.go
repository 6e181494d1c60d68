// Command attrmap-live is attrmap with targets that are servers: Active Directory and other directories by LDAP, and applications by SCIM.
//
// It has every verb of attrmap, with the same flags, output and exit codes. Where a verb takes --target, it may be a URL in place of a file:
//
//	attrmap-live run --schema mapping.yaml --in people.csv --target ldaps://dc.example.com/DC=example,DC=com
//	attrmap-live run --schema mapping.yaml --in people.csv --target scim+https://app.example.com/scim
//
// What is a verb of attrmap, and the exit codes, are in package internal/command of the core.
package main

import "github.com/attrmap/attrmap/internal/command"

func main() { command.Main(extras()) }

// extras are what this command has besides attrmap. A verb is a file of this package, and a line here.
func extras() command.Extras {
	servers := &connection{}
	verbs := &struct {
		Export exportCommand `cmd:"" help:"Write the objects of a server to a file that --target of run and impact takes."`
		IDs    idsCommand    `cmd:"" name:"ids" help:"Give people identifiers that nobody has."`
		Drive  driveCommand  `cmd:"" help:"Send what Entra's client would send to a SCIM server under development, and report who is right about what it refuses. It writes to the server."`
	}{Export: exportCommand{servers: servers}, IDs: idsCommand{Assign: idsAssignCommand{servers: servers}}, Drive: driveCommand{servers: servers}}
	return command.Extras{
		Name:        "attrmap-live",
		Description: "Know what provisioning will do to every user before it does it, against the server that has them.",
		Verbs:       []any{verbs, servers},
		Open:        servers.open,
	}
}
