package main
type runCommand struct{}
