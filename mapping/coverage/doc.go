// Package coverage says which rules of a job a population, or a set of tests, has met: the outcomes of each mapping, the branches of IIF, keys and
// default of Switch, alternatives of Coalesce, candidates of SelectUniqueValue, what regular expressions have matched, the clauses of the scope,
// and the matching attributes.
//
//	for i := range job.Objects {
//		job.Objects[i].Mapping.Watch = true
//	}
//	engine, err := provision.New(job)
//	…
//	met := coverage.New("hr.yaml", &job, engine, nil)
//	for plan, err := range engine.NewCycle(world).Run(ctx, people, 0) {
//		met.Add(plan)
//	}
//	err = met.Report().WriteText(os.Stdout)
//
// What cannot happen does not count: package expr infers it before there is data, from what is known of the source's attributes. Of attributes of
// which nothing is known, an expression counts as one that may fail where a text or a missing value makes it fail (assumed: a list in the place of
// a text is a fault of the feed and not of the rule).
package coverage
