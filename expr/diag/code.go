package diag

// Code is the stable name of a finding or of a failure, such as unknown-function. Programs may compare codes; messages may change. All
// codes are listed in docs/codes.md.
type Code string
