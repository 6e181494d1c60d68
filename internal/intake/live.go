package intake

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Server is a target that is asked instead of being read from a file.
type Server interface {
	provision.Directory
	// Objects returns all objects of a type.
	Objects(ctx context.Context, objectType string) iter.Seq2[*provision.Object, error]
}

// URLScheme returns the scheme of the name of an input that is a URL with a host, such as ldaps://host/base.
func URLScheme(name string) (scheme string, ok bool) {
	scheme, _, ok = strings.Cut(name, "://")
	other := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("+-.", r)
	}
	return scheme, ok && scheme != "" && !strings.ContainsFunc(scheme, other)
}

// isServer reports whether one of --target names no file.
func (o *Opening) isServer(text string) bool {
	_, is := URLScheme(ParseInputs([]string{text}, o.Exists)[0].Name)
	return o.Servers && is
}

// Live is a target of which a part is on servers. It has no method Objects as [provision.Memory] has: what needs all objects says so, since
// reading them takes a while; see [Live.Everything].
type Live struct {
	files   []*provision.Object
	memory  *provision.Memory
	servers []livePart
	named   map[string]bool // types of which there is a part, in lower case
}

// livePart is a server, and the type of the target's objects that it is asked for; "" is every type that no other part is named for.
type livePart struct {
	Server
	url, objectType string
}

// Live opens the servers that --target names by URLs, and returns them with the objects that files of the target have; nil without any.
func (f *Flags) Live(o *Opening, job *Job, files []*provision.Object, open func(url string) (Server, error)) (*Live, error) {
	l := &Live{files: files, memory: provision.NewMemory(files), named: map[string]bool{}}
	for _, text := range f.Target {
		in := ParseInputs([]string{text}, o.Exists)[0]
		part := livePart{url: in.Name}
		if in.Type != "" || !o.isServer(text) {
			part.objectType = job.ObjectMapping(in.Type).TargetType
			l.named[strings.ToLower(part.objectType)] = true
		}
		if !o.isServer(text) {
			continue
		}
		var err error
		if part.Server, err = open(in.Name); err != nil {
			return nil, err
		}
		l.servers = append(l.servers, part)
	}
	if len(l.servers) == 0 {
		return nil, nil
	}
	return l, nil
}

// asks reports whether a part is asked for objects of a type.
func (l *Live) asks(part *livePart, objectType string) bool {
	switch {
	case objectType == "":
		return true
	case part.objectType == "":
		return !l.named[strings.ToLower(objectType)]
	}
	return strings.EqualFold(part.objectType, objectType)
}

// Find asks every part of the target what it is for. The answers of several parts follow each other.
func (l *Live) Find(ctx context.Context, queries []provision.Query) ([][]*provision.Object, error) {
	answers, err := l.memory.Find(ctx, queries)
	if err != nil {
		return nil, err
	}
	for i := range l.servers {
		part := &l.servers[i]
		var asked []provision.Query
		var at []int
		for k := range queries {
			if l.asks(part, queries[k].Type) {
				asked, at = append(asked, queries[k]), append(at, k)
			}
		}
		if len(asked) == 0 {
			continue
		}
		found, err := part.Find(ctx, asked)
		if err != nil {
			return nil, err
		}
		if len(found) != len(asked) {
			return nil, diag.Errorf("%s: want %d answers, got %d", diag.Name(part.url), len(asked), len(found))
		}
		for k, hits := range found {
			answers[at[k]] = append(slices.Clip(answers[at[k]]), hits...)
		}
	}
	return answers, nil
}

// Everything reads all objects of the job's types, and returns them with those from files, and with messages for the end. Told is called with how many
// a server has of a type. Of a server that cannot be read to the end nothing is returned: decisions about others could be wrong.
func (l *Live) Everything(ctx context.Context, job *Job, told func(url, objectType string, n int)) (all []*provision.Object, messages []string, err error) {
	all = slices.Clip(l.files)
	seen := map[string]bool{}
	for i := range job.Objects {
		name := job.Objects[i].TargetType
		if seen[strings.ToLower(name)] {
			continue
		}
		seen[strings.ToLower(name)] = true
		for k := range l.servers {
			part := &l.servers[k]
			if !l.asks(part, name) {
				continue
			}
			before := len(all)
			for o, err := range part.Objects(ctx, name) {
				if err != nil {
					return nil, nil, err
				}
				all = append(all, o)
			}
			told(part.url, name, len(all)-before)
			messages = append(messages, doubts(part.url, all[before:], &job.Objects[i])...)
		}
	}
	return all, messages, nil
}
