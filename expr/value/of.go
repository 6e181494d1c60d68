package value

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"
)

// Of gives Go data as a value; see [Map] for the types. Lists and maps are converted member by member, map keys in order.
// The error names the type that cannot be a value, or is ErrNumber for a number that cannot be held.
func Of(a any) (Value, error) {
	switch x := a.(type) {
	case string:
		return String(x), nil
	case nil:
		return Null, nil
	case bool:
		return Boolean(x), nil
	case Value:
		return x, nil
	case json.Number:
		return Decimal(string(x))
	case []any:
		return listOf(x)
	case map[string]any:
		return objectOf(x)
	case []string:
		return Strings(x...), nil
	case []byte:
		return Binary(x), nil
	case time.Time:
		return Time(x)
	case *Object:
		return ObjectOf(x), nil
	case Map:
		return objectOf(x)
	case []Value:
		return List(slices.Clone(x)...), nil
	}
	return ofNumber(a)
}

func ofNumber(a any) (Value, error) {
	switch x := a.(type) {
	case int:
		return Integer(int64(x)), nil
	case int64:
		return Integer(x), nil
	case int32:
		return Integer(int64(x)), nil
	case int16:
		return Integer(int64(x)), nil
	case int8:
		return Integer(int64(x)), nil
	case uint8:
		return Integer(int64(x)), nil
	case uint16:
		return Integer(int64(x)), nil
	case uint32:
		return Integer(int64(x)), nil
	case uint:
		return Decimal(strconv.FormatUint(uint64(x), 10))
	case uint64:
		return Decimal(strconv.FormatUint(x, 10))
	case float32:
		return ofFloat(float64(x), 32)
	case float64:
		return ofFloat(x, 64)
	}
	return Absent, fmt.Errorf("a Go value of type %T cannot be an attribute value", a)
}

// ofFloat takes the shortest decimal that reads back as x, the number that the writer of the JSON most likely wrote.
func ofFloat(x float64, bits int) (Value, error) {
	const exact = 1 << 53 // up to which every whole number is a float of its own
	if n := int64(x); -exact < x && x < exact && float64(n) == x {
		return Integer(n), nil
	}
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return Absent, ErrNumber
	}
	return Decimal(strconv.FormatFloat(x, 'f', -1, bits))
}

func listOf(items []any) (Value, error) {
	members := make([]Value, len(items))
	for i, item := range items {
		v, err := Of(item)
		if err != nil {
			return Absent, fmt.Errorf("list member %d: %w", i, err)
		}
		members[i] = v
	}
	return List(members...), nil
}

func objectOf(m map[string]any) (Value, error) {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	members := make([]Member, len(names))
	for i, name := range names {
		v, err := Of(m[name])
		if err != nil {
			return Absent, fmt.Errorf("member %q: %w", name, err)
		}
		members[i] = Member{Name: name, Value: v}
	}
	return ObjectOf(NewObject(members...)), nil
}
