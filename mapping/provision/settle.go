package provision

import (
	"context"
	"errors"

	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

// settle is the second pass over an object: it resolves what its references name, and decides about the object anew. The plan must be one
// of this cycle's first pass. The error reports only that ctx was canceled.
func (c *Cycle) settle(ctx context.Context, p *Plan) error {
	if p.open != nil {
		if err := c.plannerFor(p).settle(ctx, p); err != nil {
			return err
		}
	}
	if c.pass.staging && p.disables() {
		p.stage()
	}
	return nil
}

func (e *planner) settle(ctx context.Context, p *Plan) error {
	found, err := e.resolveAll(ctx, p)
	switch {
	case err != nil && ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		p.reopen()
		p.Attributes = nil // what is not known must not look like a decision
		p.fail(codes.Internal, p.directoryError(errors.Join(err, e.releaseAll(ctx, p))))
		p.step("EntryImport", Failure, Detail{"Reason", p.Reason})
		return nil
	}
	for i := range p.Attributes {
		if o := &p.Attributes[i]; o.Waiting() != nil {
			e.mapper.Settle(i, o, p.found != nil, found[i])
			e.inspectRow(i, o)
		}
	}
	open := p.reopen()
	e.conclude(p, open.action, open.why)
	if !p.writes() {
		if err := e.releaseAll(ctx, p); err != nil {
			p.fail(codes.Internal, p.directoryError(err))
		}
	}
	p.reserved = nil
	return nil
}

// resolveAll finds what the values of a plan refer to, by mapping.
func (e *planner) resolveAll(ctx context.Context, p *Plan) (map[int][]mapping.Resolved, error) {
	found := map[int][]mapping.Resolved{}
	var unknown error
	for i := range p.Attributes {
		o := &p.Attributes[i]
		if o.Waiting() == nil {
			continue
		}
		var err error
		found[i], err = e.resolve(ctx, i, o)
		switch {
		case errors.Is(err, errForeseen):
			unknown = err
		case err != nil:
			return nil, err
		}
	}
	return found, unknown
}

// reopen takes back what was decided while references were not known.
func (p *Plan) reopen() *openDecision {
	open := p.open
	p.open, p.Steps = nil, p.Steps[:open.steps]
	p.Action, p.Status, p.Code, p.Reason = Skip, Success, "", ""
	return open
}

// stage holds the plan back, since too many are like it.
func (p *Plan) stage() {
	p.Would, p.Code = Disable, codes.StagedAction
	if p.Action == Delete {
		p.Would, p.Code = Delete, codes.StagedDelete
	}
	p.Action = Staged
	p.Reason += "; held back: more accounts than the job allows would be deleted or disabled"
	if p.Status != Failure {
		p.Status = Skipped
	}
	p.Steps[len(p.Steps)-1] = Step{Name: "EntrySynchronizationSkip", Status: Skipped, Details: []Detail{{"SkipReason", string(p.Code)}}}
}
