// Package model is a SCIM server held in memory: what RFC 7644 says that a server does with a request, and what it holds afterwards.
//
//	s := model.New(model.Options{})
//	answer := s.Do("POST", "/Users", []byte(`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ada"}`))
//
// Nothing listens on a network: a request is a method, a path and a body, an answer a status and a body. The profile [Strict] follows the
// RFCs to the letter, [Tolerant] takes what the client of Microsoft Entra sends besides.
package model
