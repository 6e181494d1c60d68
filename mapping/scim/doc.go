// Package scim shows the requests that Entra's SCIM client would send to an application for a plan of a provisioning cycle.
//
//	requests, err := scim.Preview(plan, scim.ClientOptions{})
//
// Nothing is sent, and the same plan always returns the same bytes.
//
// Imports go one way: this package is above mapping/provision and below the command.
package scim
