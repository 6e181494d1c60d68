package ids

import (
	"context"
	"iter"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

// Person is somebody who is to have identifiers.
type Person struct {
	// Number is for messages: the record's number in the input, from 1.
	Number int
	// Attrs are the attributes of the source.
	Attrs value.Attributes
	// Err is why the attributes cannot be read; such a person gets nothing, and says so.
	Err error
}

// Assignment is what a person has got.
type Assignment struct {
	Person Person
	// Owner is the person's anchor, "" where there is none.
	Owner string
	// Values are the identifiers, in the order of the scheme; nil where the person has none.
	Values []string
	// Before reports that the person had all of them before: from an earlier run, or in the account that it has.
	Before bool
	// Err is why the person has none. Values of the person in it are arguments that diag.MaskedError leaves out.
	Err error
}

// Batch is the people of one run, and the accounts whose identifiers are taken. First the people are added, then the accounts, then everything
// is assigned. It must not be used by several goroutines at once.
//
// People are held until they are assigned, at about a kilobyte each, and of accounts some 80 bytes a value.
type Batch struct {
	scheme   *Scheme
	people   []Person
	owners   map[string]int               // anchor → number of the person
	accounts map[mark]string              // → the anchor of the person whose account it is, "" of all others
	own      map[string]map[string]string // what the accounts of people have: anchor → attribute → value
	compared map[string]int               // values by plain names of attributes
	hints    map[string]hint              // see numbers
}

// NewBatch returns a Batch without people and accounts.
func (s *Scheme) NewBatch() *Batch {
	return &Batch{
		scheme: s, owners: map[string]int{}, accounts: map[mark]string{}, own: map[string]map[string]string{},
		compared: map[string]int{}, hints: map[string]hint{},
	}
}

// DuplicateError is that two people have one anchor: which of them is to have its identifiers is not known.
type DuplicateError struct {
	Anchor        string // the name of the attribute
	Owner         string // its value
	First, Second int    // the numbers of the people
}

// Error names both people.
func (e *DuplicateError) Error() string { return e.Sentence().String() }

// Sentence returns the same as a message, of which the value can be left out.
func (e *DuplicateError) Sentence() diag.Message {
	return diag.Messagef("records %d and %d have the same %s, %s: want one person a record", e.First, e.Second, diag.Name(e.Anchor), diag.Quote(e.Owner))
}

// AddPerson adds a person. The error is a *DuplicateError.
func (b *Batch) AddPerson(p Person) error {
	if owner, err := b.ownerOf(&p); err == nil {
		if first, known := b.owners[owner]; known {
			return &DuplicateError{Anchor: b.scheme.config.Anchor, Owner: owner, First: first, Second: p.Number}
		}
		b.owners[owner] = p.Number
	}
	b.people = append(b.people, p)
	return nil
}

// ownerOf returns the anchor of a person.
func (b *Batch) ownerOf(p *Person) (string, error) {
	if p.Err != nil {
		return "", p.Err
	}
	owner, err := oneText(p.Attrs.Attribute(&b.scheme.anchor))
	switch {
	case err != nil:
		return "", diag.Errorf("%s: %w", diag.Name(b.scheme.config.Anchor), err)
	case owner == "":
		return "", diag.Errorf("%s: want a value that names the person permanently, got none", diag.Name(b.scheme.config.Anchor))
	}
	return owner, checkText(owner)
}

// AddAccount adds an account, live or deleted softly, a group or a contact: what it has is taken. Every address in it is, in whatever attribute, and
// every value of an attribute by which accounts are known.
func (b *Batch) AddAccount(attrs *value.Object) {
	owner := ""
	if b.scheme.account != nil {
		if text, err := oneText(value.Fold(attrs).Attribute(b.scheme.account)); err == nil {
			if _, known := b.owners[text]; known {
				owner = text
			}
		}
	}
	for _, m := range attrs.Members() {
		walk(m.Name, m.Value, func(name, text string) { b.addValue(owner, name, text) })
	}
}

// addValue takes a value of an account.
func (b *Batch) addValue(owner, name, text string) {
	asked := b.scheme.identifierNamed(name)
	marks := taking(name, text, asked >= 0)
	for _, m := range marks {
		if other, taken := b.accounts[m]; taken && other != owner {
			owner = "" // of several accounts it is nobody's own
		}
		b.accounts[m] = owner
	}
	if len(marks) > 0 {
		b.compared[plain(name)]++
	}
	if asked >= 0 && len(marks) > 0 && owner != "" {
		if b.own[owner] == nil {
			b.own[owner] = map[string]string{}
		}
		// Of several values the first is the account's own way to write it.
		if name := b.scheme.identifiers[asked].known.name; b.own[owner][name] == "" {
			b.own[owner][name] = strings.TrimSpace(text)
		}
	}
}

// identifierNamed returns the index of the identifier of that name, -1 where there is none.
func (s *Scheme) identifierNamed(name string) int {
	name = plain(name)
	for i := range s.identifiers {
		if s.identifiers[i].known.name == name {
			return i
		}
	}
	return -1
}

// Compared returns how many values of accounts identifiers are compared with.
func (b *Batch) Compared() int {
	all := 0
	for _, n := range b.compared {
		all += n
	}
	return all
}

// Lacking returns the attributes that decide what is taken and that no account has: identifiers without a domain, and proxyAddresses where people get
// addresses and accounts have names to log on with. An export may have been made without them.
func (b *Batch) Lacking() []string {
	var names []string
	addresses := false
	for i := range b.scheme.identifiers {
		id := &b.scheme.identifiers[i]
		addresses = addresses || id.known.address
		if !id.known.address && b.compared[id.known.name] == 0 {
			names = append(names, id.name)
		}
	}
	if addresses && b.compared["userprincipalname"] > 0 && b.compared["proxyaddresses"] == 0 {
		names = append(names, "proxyAddresses")
	}
	return names
}

// chunk is how many people are written to the disk at once.
const chunk = 256

// Assign gives the people identifiers, in their order, and returns what each has got. An identifier is returned after it is on the disk. A person
// without a free candidate has an error and costs no other one; the error in the second place comes last: the state cannot be written, or
// ctx is done. Who had identifiers before has them again, whatever the mappings say now.
func (b *Batch) Assign(ctx context.Context, state *State) iter.Seq2[Assignment, error] {
	return func(yield func(Assignment, error) bool) {
		for start := 0; start < len(b.people); start += chunk {
			part, err := b.assignPart(ctx, state, b.people[start:min(start+chunk, len(b.people))])
			if err != nil {
				yield(Assignment{}, err)
				return
			}
			for _, a := range part {
				if !yield(a, nil) {
					return
				}
			}
		}
	}
}

// assignPart assigns some people and returns when all of them are on the disk.
func (b *Batch) assignPart(ctx context.Context, state *State, people []Person) ([]Assignment, error) {
	state.mu.Lock()
	defer state.mu.Unlock()
	part := make([]Assignment, len(people))
	var lines []byte
	for i := range people {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		part[i].Person = people[i]
		fresh := b.assign(ctx, &state.index, &part[i])
		if fresh == nil {
			continue
		}
		line, err := encode(fresh)
		if err != nil {
			return nil, err
		}
		state.index.addPerson(fresh)
		lines = append(lines, line...)
	}
	return part, state.append(lines)
}
