package ldap

import (
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/adflags"
	"github.com/attrmap/attrmap/internal/adobject"
)

const (
	anyObject    = "(objectClass=*)"
	noAttributes = "1.1" // RFC 4511, 4.5.1.8
	opSearch     = "search"

	objectGUID        = "objectGUID"
	entryUUID         = "entryUUID" // RFC 4530
	distinguishedName = "distinguishedName"
)

// isName reports whether text is the name of an attribute or a class, or an object identifier (RFC 4512, 1.4), without options.
func isName(text string) bool {
	isLetter := func(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
	isDigit := func(c byte) bool { return c >= '0' && c <= '9' }
	if text == "" || !isLetter(text[0]) && !isDigit(text[0]) {
		return false
	}
	name := isLetter(text[0])
	for i := range len(text) {
		if c := text[i]; !isDigit(c) && !(name && (isLetter(c) || c == '-')) && !(!name && c == '.') {
			return false
		}
	}
	return true
}

// escape returns a value as it is written in a filter (RFC 4515, 3): everything but letters, digits and a few marks of ASCII as digits.
func escape(text string) string {
	const digits = "0123456789abcdef"
	var b strings.Builder
	for i := range len(text) {
		c := text[i]
		letter := c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
		if letter || strings.IndexByte("@._-,=:+'/", c) >= 0 || c == ' ' && i > 0 && i < len(text)-1 {
			b.WriteByte(c)
			continue
		}
		b.Write([]byte{'\\', digits[c>>4], digits[c&0xF]})
	}
	return b.String()
}

// userOfAD are people, and no computers and service accounts, which have the class user too (documented: Active Directory's schema).
const userOfAD = "(&(objectClass=user)(!(objectClass=computer)))"

// standardClasses has the filters of types in lower case, where the server is not Active Directory (RFC 4519 and RFC 2307).
var standardClasses = map[string]string{
	"user":  "(|(objectClass=person)(objectClass=account)(objectClass=posixAccount))",
	"group": "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup)(objectClass=group))",
}

// classFilter returns the filter of a type's objects.
func (d *Directory) classFilter(kind string) (string, error) {
	lower := strings.ToLower(kind)
	if filter, known := d.opt.Classes[lower]; known {
		return filter, nil
	}
	filter, known := standardClasses[lower]
	switch {
	case kind == "":
		return anyObject, nil
	case d.info.ActiveDirectory && lower == "user":
		return userOfAD, nil
	case known && !d.info.ActiveDirectory:
		return filter, nil
	case !isName(kind):
		return "", unanswerable("the type %s is no class of the directory; say which class or filter its objects have", diag.Quote(kind))
	}
	return "(objectClass=" + kind + ")", nil
}

// valueFilter returns the filter of the objects that have a value in an attribute, see isName.
func (d *Directory) valueFilter(attribute string, v value.Value) (string, error) {
	if d.info.ActiveDirectory {
		if flag, ok := flagOf(attribute); ok {
			return flagFilter(flag, v)
		}
		if adobject.Virtual(attribute) != nil {
			return "", unanswerable("%s is no attribute of the directory: nothing can be found by it", diag.Name(attribute))
		}
	}
	if !d.schema.has(attribute) {
		return "", unanswerable("the directory does not know the attribute %s: nothing can be found by it", diag.Name(attribute))
	}
	text := v.Text()
	if b, isBinary := v.AsBinary(); isBinary {
		text = string(b)
	} else if strings.EqualFold(attribute, objectGUID) {
		if b, ok := adobject.GUIDBytes(text); ok {
			text = string(b)
		}
	} else if _, isBoolean := v.AsBoolean(); isBoolean {
		text = strings.ToUpper(text) // RFC 4517, 3.3.3
	}
	return "(" + attribute + "=" + escape(text) + ")", nil
}

// flagOf returns the flag that Active Directory has as bits of another attribute.
func flagOf(attribute string) (flag adflags.Flag, ok bool) {
	for _, f := range adflags.Flags {
		if strings.EqualFold(f.Name, attribute) {
			return f, true
		}
	}
	return flag, false
}

// flagFilter returns the filter of the objects whose flag is set, or not set.
func flagFilter(flag adflags.Flag, v value.Value) (string, error) {
	set, err := v.ToBoolean()
	if err != nil {
		return "", unanswerable("%s: want true or false, got %s", diag.Name(flag.Name), diag.Quote(v.Text()))
	}
	filter := "(" + flag.Of + ":" + matchesBits + ":=" + strconv.FormatUint(uint64(uint32(int32(flag.Bits))), 10) + ")" //nolint:gosec // both have 32 bits
	if !set {
		filter = "(&(" + flag.Of + "=*)(!" + filter + "))"
	}
	return filter, nil
}

// attributes returns what is requested of the hits of questions: what is wanted, what it is made of, and what identifies an object. Wanted names
// that no directory can have, such as paths, are left out.
func (d *Directory) attributes(wanted []string, asked string) []string {
	names := make([]string, 0, len(wanted)+4)
	seen := map[string]bool{}
	add := func(name string) {
		if lower := strings.ToLower(name); isName(name) && !seen[lower] {
			seen[lower] = true
			names = append(names, name)
		}
	}
	for _, name := range append(wanted[:len(wanted):len(wanted)], asked) {
		made := adobject.Virtual(name)
		if len(made) > 0 {
			add(made[0])
		}
		if len(made) == 0 || !d.info.ActiveDirectory { // other directories may have an attribute of this name
			path := value.ParsePath(name)
			add(path.Root())
		}
	}
	if d.info.ActiveDirectory {
		add(distinguishedName)
		add(objectGUID)
	} else {
		add(entryUUID)
	}
	return names
}
