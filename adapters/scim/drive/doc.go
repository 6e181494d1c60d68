// Package drive is the double of Entra's SCIM client: it plans provisioning cycles and sends their requests to a SCIM server under
// development, in the order in which the service does, and reports of each request what the server made of it, and who is right.
//
//	report, err := drive.Run(ctx, drive.Options{URL: "http://127.0.0.1:8080/scim", Engine: engine, Sources: people})
//
// # What is sent
//
// Before the first cycle the connection test: a search for a random identifier, which must find nothing (documented). Then each cycle: a
// search for each object by its matching attributes, the creations and changes that follow, users before groups, and at last references such
// as managers and members, which need the identifiers of the answers. Groups are searched with excludedAttributes=members (documented). The
// bodies are those of package mapping/scim; docs/scim-servers.md has what is documented and what is inferred of headers and order.
//
// Besides, drive asks what the service would not: each object by its id after each write, a group with its members before it is compared, an id
// that nobody has, and a userName in another case. Nothing but the objects of the source is written, and nothing is taken back: a server under
// development is meant, with data that may go.
//
// The last cycle is planned and not sent. On a server that keeps what it accepts it is empty.
//
// # Verdicts
//
// A refusal is judged by the strict server of package mapping/scim/model, which has the object as the server under development showed it
// before the request. If it refuses too, the server is in its right ([ClientWrong]): live provisioning will meet the same refusal. If it
// accepts, the server is wrong ([ServerWrong]). A value that was accepted and is not there afterwards is judged in the same way.
package drive
