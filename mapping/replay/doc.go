// Package replay recomputes what provisioning logs say was written, and finds where today's mappings write something else.
//
//	report, err := replay.Run(ctx, job, []replay.Log{{Name: "logs.json", Reader: file}}, replay.Options{})
//	…
//	err = report.Write(os.Stdout, "text")
//
// A log is a list of Graph's provisioningObjectSummary, with any number of pages; an answer of provision on demand, raw or decoded; what the
// portal downloads, as JSON or CSV; or rows of Log Analytics. Each event is judged by the properties that it lists as modified: the value is
// computed again from the source object, and compared with what was written. Events are read one after the other, and none is kept.
//
// What is compared is the new value alone: the log does not say whether today's scope would let the object through.
package replay
