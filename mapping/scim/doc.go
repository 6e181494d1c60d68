// Package scim shows the requests that Entra's SCIM client would send to an application for a plan of a provisioning cycle.
//
//	requests, err := scim.Preview(plan, scim.ClientOptions{})
//
// Nothing is sent, and the same plan always returns the same bytes. [Applied] is a target held in memory that the requests are sent to: a
// second cycle on it shows what the service would write in every cycle.
//
// Imports go one way: this package is above mapping/provision and below the command.
package scim
