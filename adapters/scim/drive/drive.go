package drive

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"net/http"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/adapters/scim"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
	wire "github.com/attrmap/attrmap/mapping/scim"
	"github.com/attrmap/attrmap/mapping/scim/model"
)

// Options say what is driven, and how.
type Options struct {
	// URL is the tenant URL, such as http://127.0.0.1:8080/scim. A host whose address is no loopback one is refused, unless AllowRemote is set:
	// the address counts that the name resolves to when the connection is made.
	URL         string
	AllowRemote bool
	// Server says how the server is spoken to: the token, certificates, time limits. HTTP must be nil; redirects are not followed.
	Server scim.Options
	// Job is what Engine was compiled from: it has the resource types of the target's objects.
	Job    *provision.Job
	Engine *provision.Engine
	// Sources returns the source objects, once for every pass over them: there are some three in a cycle. The function beside them reports, at
	// the end of a pass, why the rest could not be read.
	Sources func() (iter.Seq[provision.Source], func() error, error)
	// Wire says how requests for source objects of a type are written; nil is the default client.
	Wire func(objectType string) wire.ClientOptions
	// Schemas are what the strict server knows; nil is what the server that is driven says of itself, else RFC 7643's User, Group and EnterpriseUser.
	Schemas *model.Schemas
	// Cycles is how many cycles there are, the last of which is planned only; 0 is 2.
	Cycles int
	// Each is called for each event, in order; nil is that the report alone has them.
	Each func(Event)
	// HideValues leaves out what may be a value of a person.
	HideValues bool
}

// Report is what came of a drive.
type Report struct {
	// Requests counts what was sent, by method; Refused those of them that create, change or delete and were refused, by whose fault.
	Requests map[string]int
	Refused  map[Verdict]int
	// Objects counts the source objects of the first cycle, Unsent the requests and objects that were not sent because something else had
	// failed before.
	Objects, Unsent int
	// Compared counts the values that were planned, sent and accepted, and Kept those of them that the server has afterwards.
	Compared, Kept int
	// Again counts the attributes that the last cycle would write.
	Again int
	// Findings counts the findings by rule.
	Findings map[string]int
	// Groups are the findings, each cause once, the gravest and most frequent first.
	Groups []Group
	// Stopped says why the drive ended early; "" where it did not.
	Stopped string
}

// Group is one cause with how often it was found, and the first place.
type Group struct {
	Finding
	Count int
	First Event
}

// Clean reports whether nothing is wrong and everything was sent.
func (r *Report) Clean() bool { return len(r.Groups) == 0 && r.Unsent == 0 && r.Stopped == "" }

// driver is one drive.
type driver struct {
	Options
	client    *scim.Client
	judge     *judge
	report    Report
	cycle     int
	objects   []*object           // of the cycle at hand
	known     map[string]*object  // by endpoint and id: what the server is known to have
	ids       map[pending]string  // what was created, by the plan's name
	taken     map[string]bool     // names that must be unique
	refusal   map[pending]Verdict // of the last request that was refused
	uncreated map[pending]bool    // whose creation was refused, and not as a duplicate
	unkept    map[string]Verdict  // by object and target
	given     map[string]bool     // ids that creations were answered with
	capitals  *bool               // whether operations in capitals are taken; nil is not known
	stopped   error
}

// pending names a source object, as plans name one that is yet to be created.
type pending struct{ objectType, id string }

// object is a source object in a cycle, or one that the server has.
type object struct {
	plan     *provision.Plan
	resource string
	id       string // "" where the server has none
	actual   []byte // as the server shows it; nil where it does not
	expected []byte // as a server that follows the RFC would have it after the same requests; nil where it is actual
	writes   []write
	accepted bool // something was accepted, and the object could be read afterwards
	refused  bool
}

// write is a request that a server has accepted.
type write struct {
	Event
	body []byte
}

// Run drives a server. The error reports that nothing could be done: the server cannot be reached, does not accept the credentials, or is no
// loopback address; the job, or the source objects, cannot be read. What is wrong with the server is in the report.
func Run(ctx context.Context, opt Options) (*Report, error) {
	d, err := newDriver(opt)
	if err != nil {
		return nil, err
	}
	defer func() { _ = d.client.Close() }()
	d.discover(ctx)
	if err := d.testConnection(ctx); err != nil {
		return nil, err
	}
	for d.cycle = 1; d.cycle <= d.Cycles && d.stopped == nil; d.cycle++ {
		if err := d.runCycle(ctx, d.cycle < d.Cycles); err != nil {
			return nil, err
		}
	}
	if d.stopped != nil {
		d.report.Stopped = d.shown(d.stopped)
	}
	d.report.sort()
	return &d.report, ctx.Err()
}

func newDriver(opt Options) (*driver, error) {
	switch {
	case opt.Engine == nil || opt.Job == nil || opt.Sources == nil:
		return nil, errors.New("want a job, its engine and its source objects")
	case opt.Cycles < 0 || opt.Cycles == 1:
		return nil, diag.Errorf("want two cycles or more, got %d: the last one is planned only", opt.Cycles)
	case opt.Server.HTTP != nil:
		return nil, errors.New("want the server's options without HTTP: drive has its own, which checks addresses")
	}
	opt.Cycles = cmp.Or(opt.Cycles, 2)
	guarded := opt.Server
	guarded.HTTP = &http.Client{Transport: transport(opt.Server.TLS, opt.AllowRemote)}
	client, err := scim.NewClient(opt.URL, guarded)
	if err != nil {
		return nil, err
	}
	d := &driver{
		Options: opt, client: client, judge: &judge{opt.Schemas}, known: map[string]*object{}, ids: map[pending]string{},
		taken: map[string]bool{}, given: map[string]bool{}, refusal: map[pending]Verdict{}, uncreated: map[pending]bool{}, unkept: map[string]Verdict{},
	}
	d.report = Report{Requests: map[string]int{}, Refused: map[Verdict]int{}, Findings: map[string]int{}}
	return d, nil
}

// runCycle plans a cycle, and sends it.
func (d *driver) runCycle(ctx context.Context, send bool) error {
	if err := d.plan(ctx); err != nil || d.stopped != nil {
		d.leaveUnsent()
		return err
	}
	if !send {
		d.again()
		return nil
	}
	// Users before groups, each in the order of the source.
	ordered := slices.Clone(d.objects)
	slices.SortStableFunc(ordered, func(a, b *object) int { return cmp.Compare(rank(a.resource), rank(b.resource)) })
	for _, o := range ordered {
		d.sendFirst(ctx, o)
	}
	for _, o := range ordered {
		d.sendReferences(ctx, o)
	}
	if d.stopped == nil {
		d.probe(ctx)
	}
	return d.compare(ctx)
}

func rank(resource string) int {
	if resource == "Group" {
		return 1
	}
	return 0
}

// plan makes the plans of a cycle: the searches are sent meanwhile.
func (d *driver) plan(ctx context.Context) error {
	d.objects = nil
	cycle := d.Engine.NewCycle(provision.World{Directory: &directory{d}})
	err := d.pass(ctx, cycle, func(p *provision.Plan) {
		d.objects = append(d.objects, &object{plan: p, resource: p.Resource, id: p.Target})
		d.lacks(d.objects[len(d.objects)-1])
	})
	for _, o := range d.objects {
		if o.plan.Action != provision.Create {
			d.createdAllTheSame(o)
			if k := d.known[address(o.resource, o.id)]; k != nil {
				o.actual = k.actual
			}
		}
	}
	if d.cycle == 1 {
		if d.report.Objects = len(d.objects); err == nil && len(d.objects) == 0 {
			return errors.New("there are no source objects")
		}
	}
	return err
}

// lacks reports what a plan does not write although it should: the object as a whole, or attributes that cannot be evaluated.
func (d *driver) lacks(o *object) {
	p := o.plan
	switch {
	case d.stopped != nil: // which is reported for all that is left
	case p.Action == provision.Failed:
		d.unsent(o, "the object is not planned: "+p.Reason)
	case p.Action == provision.Staged:
		d.unsent(o, "the object is staged: "+p.Reason)
	case p.Code == codes.ImportSkipped:
		d.unsent(o, p.Reason)
	case p.Action == provision.Skip:
	default:
		for i := range p.Attributes {
			if out := &p.Attributes[i]; out.Decision == mapping.Failed || out.Decision == mapping.Unsupported {
				e := &Event{Cycle: d.cycle, Object: p.ID}
				d.find(e, ruleUnsent, NotSent, out.Reason)
				d.about(e, out.Mapping.Target)
				d.report.Unsent++
				d.emit(e)
			}
		}
	}
}

// pass plans all source objects in a cycle.
func (d *driver) pass(ctx context.Context, cycle *provision.Cycle, each func(*provision.Plan)) error {
	sources, end, err := d.Sources()
	if err != nil {
		return err
	}
	for p, err := range cycle.Run(ctx, sources, 1) {
		if err != nil {
			return err
		}
		each(p)
	}
	return end()
}

// resourceOf returns the resource type of the objects of a type in the target.
func (d *driver) resourceOf(name string) string {
	for i := range d.Job.Objects {
		m := &d.Job.Objects[i]
		if target := targetType(m); name == "" || strings.EqualFold(target, name) {
			return cmp.Or(m.Resource, resourceNamed(target), resourceNamed(m.Type), "User")
		}
	}
	return cmp.Or(resourceNamed(name), "User")
}

// targetType returns the type of the objects of an object mapping in the target.
func targetType(m *provision.ObjectMapping) string { return cmp.Or(m.TargetType, m.Type, "User") }

// resourceNamed returns the resource type that a name means, in the singular, in the plural or as a URN, as package provision reads it; "" for
// others.
func resourceNamed(name string) string {
	last := strings.ToLower(name[strings.LastIndexAny(name, ":.")+1:])
	switch strings.TrimSuffix(last, "s") {
	case "group":
		return "Group"
	case "user":
		return "User"
	}
	return ""
}
