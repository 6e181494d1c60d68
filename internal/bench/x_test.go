package main
import ("testing")
func BenchmarkX(b *testing.B){ for _, t := range tasks() { b.Run(t.name, func(b *testing.B){ b.ReportAllocs(); t.ours.run(b.N) }) } }
