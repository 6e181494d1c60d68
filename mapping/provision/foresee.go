package provision

import "context"

// mostRounds is how often a batch is gone through for questions. Each round needs the answers of the one before: one for each matching
// attribute, one for each candidate of SelectUniqueValue. What is left then, as where candidates are random, is asked one by one.
const mostRounds = 8

// foresee asks the directory in a few questions what the plans of a batch will ask, so that they find their answers known. The plans of a
// round are made for their questions alone: one that meets a question without an answer notes it and fails, and all that were
// noted are asked at once. Within a round an object sees what those before it would take, so that it asks for the name it would get.
//
// An error ends it and is not passed on: the plans that need the answer ask again, each for itself, and only they fail. A panic of
// the directory, or of whatever else plans call, is returned.
func (c *Cycle) foresee(ctx context.Context, sources []Source) (fault any) {
	defer func() {
		fault = recover()
		c.foreseen = nil
		c.discard()
	}()
	for range mostRounds {
		var queries []Query
		c.foreseen = &queries
		c.discard()
		for i := range sources {
			if _, err := c.planFirst(ctx, sources[i]); err != nil {
				return nil
			}
		}
		if len(queries) == 0 {
			return nil
		}
		if _, err := c.answers.find(ctx, queries); err != nil {
			return nil // met again by the plans
		}
	}
	return nil
}
