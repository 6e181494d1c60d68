package value

import (
	"fmt"
	"strings"
)

// Kind is the kind of a value. The zero Kind is KindNull.
type Kind uint8

// The kinds of values. The last two are signals to the mapping, not data: they leave the attribute, or the whole object,
// out of the flow.
const (
	KindNull Kind = iota
	KindBoolean
	KindInteger
	KindDecimal
	KindString
	KindDateTime
	KindBinary
	KindReference
	KindList
	KindObject
	KindIgnoreAttribute
	KindIgnoreObject
)

var kindNames = [...]string{
	KindNull:            "null",
	KindBoolean:         "boolean",
	KindInteger:         "integer",
	KindDecimal:         "decimal",
	KindString:          "string",
	KindDateTime:        "dateTime",
	KindBinary:          "binary",
	KindReference:       "reference",
	KindList:            "list",
	KindObject:          "object",
	KindIgnoreAttribute: "ignoreAttribute",
	KindIgnoreObject:    "ignoreObject",
}

// String returns the kind's name as the command prints it, such as "dateTime".
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return fmt.Sprintf("Kind(%d)", uint8(k))
}

// IsSignal reports whether k is one of the two flow signals.
func (k Kind) IsSignal() bool { return k == KindIgnoreAttribute || k == KindIgnoreObject }

// IsNumber reports whether k is an integer or a decimal.
func (k Kind) IsNumber() bool { return k == KindInteger || k == KindDecimal }

// Kinds is a set of kinds. The zero set means that nothing is known: it is any kind.
type Kinds uint16

// KindsOf returns the set of the listed kinds. KindsOf() is the zero set, which does not mean none but any.
func KindsOf(kinds ...Kind) Kinds {
	var set Kinds
	for _, k := range kinds {
		set |= 1 << k
	}
	return set
}

// Has reports whether k is in the set; the zero set has every kind.
func (s Kinds) Has(k Kind) bool { return s == 0 || s&(1<<k) != 0 }

// String lists the kinds in order, separated by " or "; the zero set is "any".
func (s Kinds) String() string {
	if s == 0 {
		return "any"
	}
	var names []string
	for k := range kindNames {
		if s&(1<<k) != 0 {
			names = append(names, kindNames[k])
		}
	}
	return strings.Join(names, " or ")
}
