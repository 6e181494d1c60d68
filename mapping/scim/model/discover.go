package model

import (
	"net/url"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
)

// discover takes a request to what the server says of itself (RFC 7644, 4); is reports whether the request is one.
func (s *Server) discover(method string, segments []string, query url.Values) (answer Answer, is bool, err *refusal) {
	var endpoint string
	for _, known := range []string{"/ServiceProviderConfig", "/ResourceTypes", "/Schemas"} {
		if strings.EqualFold(known[1:], segments[0]) {
			endpoint = known
		}
	}
	switch {
	case endpoint == "":
		return Answer{}, false, nil
	case method != methodGet:
		return Answer{}, true, notAllowed(method, endpoint)
	case query.Has("filter"):
		return Answer{}, true, &refusal{status: 403, section: secDiscovery, detail: endpoint + " takes no filter"}
	}
	documents := s.schemas.documents(endpoint)
	switch {
	case endpoint == "/ServiceProviderConfig" && len(segments) == 1:
		return Answer{Status: 200, Body: appendJSON(nil, documents[0])}, true, nil
	case len(segments) == 1:
		return listAnswer(len(documents), 1, documents), true, nil
	}
	id, _ := url.PathUnescape(segments[1])
	for _, d := range documents {
		o := complexOf(d)
		if len(segments) == 2 && (strings.EqualFold(o.GetFold("id").Text(), id) || o.GetFold("id").IsNull() && strings.EqualFold(o.GetFold("name").Text(), id)) {
			return Answer{Status: 200, Body: appendJSON(nil, value.ObjectOf(o))}, true, nil
		}
	}
	return Answer{}, true, notFound()
}
