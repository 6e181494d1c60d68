// Package scim reads the accounts of a SCIM 2.0 server (RFC 7643, RFC 7644) as the directory of a provisioning cycle.
//
//	target, err := scim.Open(ctx, "https://app.example.com/scim", scim.Options{Token: token})
//	if err != nil {
//		return err
//	}
//	defer target.Close()
//	cycle := engine.NewCycle(provision.World{Directory: target})
//
// It reads alone: nothing is ever written through a [Directory]. [Client] sends any request, with the same credentials and the same
// patience.
//
// # What is asked
//
// Questions about one attribute go out together, joined by "or", if the server shows that it understands that. Before the first question
// about an attribute the server is tried: it is asked for an account that it has shown, by a value that this account has. Which form of the
// filter finds it is the one that is used from then on, see [Directory.Find]; a server that does not find what it has, that finds more,
// or that tells case where the mapping does not, is never believed when it says that there is nothing. Where nothing of the kind can be
// tried, since no account has such a value, the server is believed.
//
// # Failures
//
// A request without a usable answer is an [*Error]; that a filter cannot be trusted is an error that wraps one where the server has refused it.
// They name the URL without its query, and neither credentials nor what was asked for; what the server itself has written is quoted, and
// [diag.MaskedError] leaves it out. A request that a
// server is too busy for is sent again; so is one that only reads and has broken off. Redirects to another host are refused, since
// credentials would go there.
package scim
