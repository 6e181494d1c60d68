package command

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping/provision"
)

// noFile returns the error of a URL where a file is wanted. The rest of the URL may hold a password, and is not printed.
func (p *program) noFile(scheme string) error {
	if p.extras.Open == nil {
		return diag.Errorf("want a file, got a URL (%s://…): attrmap uses no network; attrmap-live takes URLs for --target, and writes the objects of a server to a file", diag.Name(scheme))
	}
	return diag.Errorf("want a file, got a URL (%s://…): of the target alone, in run and impact, it may be one; %s export writes the objects of a server to a file", diag.Name(scheme), diag.Name(p.extras.Name))
}

// orServer is what the help says of a target besides files.
func (p *program) orServer() string {
	if p.extras.Open == nil {
		return ""
	}
	return ", or the URL of a server that has them"
}

// OpenTarget opens a target that a URL names, for the objects of a job; it is closed when the verb has ended. A server that has been opened for objects
// of the same types is the same one, also in what [Target.Objects] has returned: two plans that are compared see one state.
func (p *program) OpenTarget(ctx context.Context, url string, job *provision.Job) (Target, error) {
	types := targetTypes(job)
	for _, s := range p.opened {
		if s.url == url && slices.Equal(s.types, types) {
			return s, nil
		}
	}
	t, err := p.extras.Open(ctx, p, url, job)
	if err != nil {
		return nil, err
	}
	s := &server{Target: t, url: url, types: types, all: map[string][]*provision.Object{}}
	p.opened = append(p.opened, s)
	return s, nil
}

// server is a target that is open. It is used by one goroutine, but for Find.
type server struct {
	Target
	url   string
	types []string
	all   map[string][]*provision.Object // what Objects has returned, by type
}

// Objects returns all objects of a type. They are read once.
func (s *server) Objects(ctx context.Context, objectType string) iter.Seq2[*provision.Object, error] {
	return func(yield func(*provision.Object, error) bool) {
		all, known := s.all[objectType]
		if !known {
			for o, err := range s.Target.Objects(ctx, objectType) {
				if err != nil {
					yield(nil, err)
					return
				}
				all = append(all, o)
			}
			s.all[objectType] = all
		}
		for _, o := range all {
			if !yield(o, nil) {
				return
			}
		}
	}
}

// targetTypes are the types of a job's target objects, with what their resources are called.
func targetTypes(job *provision.Job) []string {
	if job == nil {
		return nil
	}
	var types []string
	for i := range job.Objects {
		types = append(types, job.Objects[i].TargetType+" "+job.Objects[i].Resource)
	}
	slices.Sort(types)
	return slices.Compact(types)
}

// closeTargets ends the connections to servers.
func (p *program) closeTargets() {
	for _, s := range p.opened {
		_ = s.Close() // what was read has been checked, and nothing was written
	}
}

// live opens the servers among --target; nil without any.
func (c *runCommand) live(p *program, opening *intake.Opening, run *cycle, files []*provision.Object) (*intake.Live, error) {
	return c.Live(opening, run.job, files, func(url string) (intake.Server, error) {
		return p.OpenTarget(context.Background(), url, run.job.Job)
	})
}

// needsAll reports whether all objects of the target are needed, not only those that plans ask for: to tell which are orphans, to carry out the
// plans on them, and to compare two plans of one state.
func (c *runCommand) needsAll() bool {
	return c.Twice || c.Server != "" || c.Orphans != "" || c.Wire == wireLDIF || c.seed != nil
}

// everything reads all objects of servers.
func (p *program) everything(live *intake.Live, run *cycle) ([]*provision.Object, error) {
	objects, messages, err := live.Everything(context.Background(), run.job, func(url, objectType string, n int) {
		fmt.Fprintf(p.stderr, "attrmap: %s: read %s of the type %s\n", url, show.Counted(n, "object", "objects"), objectType)
	})
	run.messages = append(run.messages, messages...)
	return objects, err
}

// unasked says what a run against servers does not know, since it asks for the objects that plans need and no others.
func (c *cycle) unasked(totals *provision.Totals) []string {
	if !c.asks {
		return nil
	}
	messages := []string{"orphans are not counted, which takes all objects of the server: --orphans FILE reads and lists them"}
	if c.found == 0 && totals.Read > totals.Failed {
		messages = append(messages, "the server has none of the objects: if it should, check the URL and what the account may read")
	}
	return messages
}
