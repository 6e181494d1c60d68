package test

import (
	"context"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/planout"
	"github.com/attrmap/attrmap/internal/tree"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim"
)

// world is what a cycle begins with, and what it leaves behind.
type world struct {
	objects []*provision.Object
	memory  *provision.Memory
	links   *provision.Links

	// What follows is known after a cycle: the ids of people's accounts, by the types of their objects and their matching values, and what reports
	// print in place of attributes that they must not print.
	accounts map[mapping.Pending]string
	masks    map[string]string
}

// taken reports whether an account has a value.
func (w *world) taken(targetType string) func(ctx context.Context, target, candidate string) (bool, error) {
	return func(ctx context.Context, target, candidate string) (bool, error) {
		if target == alone {
			return false, nil
		}
		hits, err := w.memory.Find(ctx, []provision.Query{{Type: targetType, Attribute: target, Value: value.String(candidate)}})
		return err == nil && len(hits[0]) > 0, err
	}
}

// leave returns the world as the plans leave it: the target gets what they write, and those who have an account are linked to it. It is nil
// where nobody asks for it.
func (c *cycleRun) leave(ctx context.Context, cycle *provision.Cycle) (*world, error) {
	if !c.test.isDay && !c.test.twice && !slices.ContainsFunc(c.test.expect, func(x *expectation) bool { return x.account != nil }) {
		return nil, nil //nolint:nilnil // nobody asks for it
	}
	wire := planout.Wire{Format: "none", Client: func(objectType string) scim.ClientOptions {
		return planout.ClientOptions(c.engine.job.ObjectMapping(objectType).Set.Settings.Client)
	}}
	applied := planout.NewApplied(wire, c.engine.job.Job, c.before.objects)
	for i, p := range c.plans {
		if err := applied.Add(p); err != nil {
			c.fail(i, &Failure{about: "the target refuses what the cycle sends", Want: []byte("null"), Got: quoted(err.Error())})
		}
	}
	objects, err := applied.Objects()
	if err != nil {
		return nil, err
	}
	after := &world{objects: objects, memory: provision.NewMemory(objects), accounts: map[mapping.Pending]string{}, masks: map[string]string{}}
	for person, id := range c.before.accounts {
		after.accounts[person] = id
	}
	for target, mask := range c.before.masks {
		after.masks[target] = mask
	}
	for _, p := range c.plans {
		if id := applied.Account(p); id != "" || p.Target != "" {
			after.accounts[mapping.Pending{Object: p.Type, ID: p.ID}] = id
		}
		for i := range p.Attributes {
			if mask := p.Attributes[i].Mask(); mask != "" {
				after.masks[p.Attributes[i].Mapping.Target] = mask
			}
		}
	}
	after.links, err = cycle.LinksAfter(ctx, c.plans, applied.Account)
	return after, err
}

// aboutAccount is what a failure is about where there is an account, or none.
const aboutAccount = "account afterwards"

// accountOf returns the account of a plan's object; nil is none. Who is left alone before it was looked for has that of the day before.
func (w *world) accountOf(p *provision.Plan) *provision.Object {
	id := w.accounts[mapping.Pending{Object: p.Type, ID: p.ID}]
	if p.Code == codes.ImportSkipped {
		return nil // nobody knows who it is
	}
	at := slices.IndexFunc(w.objects, func(o *provision.Object) bool {
		return id != "" && o.ID == id && (o.Type == "" || strings.EqualFold(o.Type, p.TargetType))
	})
	if at < 0 {
		return nil
	}
	return w.objects[at]
}

// checkAccounts compares accounts with what they are expected to be afterwards.
func (c *cycleRun) checkAccounts(after *world) {
	for i, x := range c.test.expect {
		if x.account == nil || i >= len(c.plans) {
			continue
		}
		p := c.plans[i]
		account := after.accountOf(p)
		switch exists := account != nil; {
		case exists == (x.account.Real().Kind == tree.Object):
		case exists:
			c.fail(i, &Failure{about: aboutAccount, Want: quoted(absent), Got: quoted("an account"), node: x.account, reason: p.Reason, masked: true})
			continue
		default:
			c.fail(i, &Failure{about: aboutAccount, Want: c.test.file.asWritten(x.account), Got: quoted(absent), node: x.account, reason: p.Reason})
			continue
		}
		for _, m := range x.account.Real().Members {
			c.checkAccount(i, account, &m, after)
		}
	}
}

// checkAccount compares one attribute of an account.
func (c *cycleRun) checkAccount(plan int, account *provision.Object, want *tree.Member, after *world) {
	p := c.plans[plan]
	name := want.Name
	row := indexOf(c.engine.Mapper(p.Type), name)
	o := &mapping.Outcome{Mapping: &mapping.Mapping{Target: name}, Hidden: c.lab.opts.HideValues}
	if row >= 0 {
		o.Mapping = &c.engine.Mapper(p.Type).Set().Mappings[row]
		name = o.Mapping.Target
	}
	path := value.ParsePath(name)
	if account.Attrs != nil {
		o.New = account.Attrs.Attribute(&path)
	}
	if row < 0 && o.New.IsNull() {
		c.fail(plan, &Failure{Target: want.Name, Want: c.test.file.asWritten(want.Value), Got: []byte("null"), about: "neither a mapping nor the account has this attribute", node: want.Value, masked: true})
		return
	}
	if o.New.IsNull() && (want.Value.IsNull() || scalarIs(want.Value, absent)) || c.test.file.matchesShown(want.Value, o, o.New) {
		return
	}
	failure := &Failure{Target: name, Want: c.test.file.asWritten(want.Value), Got: shown(o, o.New), about: "of the account afterwards", node: want.Value, reason: p.Reason, masked: o.Mask() != ""}
	if mask := after.masks[name]; mask != "" {
		failure.Got, failure.masked = quoted(mask), true
	}
	c.fail(plan, failure)
}
