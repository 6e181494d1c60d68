// Command attrmap evaluates Microsoft Entra provisioning attribute mappings offline.
//
// Results go to standard output, messages to standard error. The exit code is 0 if nothing is wrong, 1 for findings and failed evaluations,
// 2 for wrong usage and for input or output that fails, 3 for changes where run is asked for it, 130 for an interrupt. The command never uses
// the network.
package main

import "github.com/attrmap/attrmap/internal/command"

func main() { command.Main(command.Extras{}) }
