package main

type parseCommand struct{}
type functionsCommand struct{}
type runCommand struct{}
