package delta

// absentee is a person who is named: one who is absent, with the place in the old file, or one who is back.
type absentee struct {
	ordinal, line int
	key           string
	// twin reports that the new file has a key that differs only in case, and is another person's.
	twin bool
}

// join compares the files part by part.
type join struct {
	*Delta
	old, new *side

	counts     Summary // new, changed and unchanged people
	changed    []int   // people by attribute
	emptied    []int   // likewise
	left       []int   // likewise
	absent     []absentee
	again      []absentee
	duplicates duplicates
	// lastPresent is the greatest ordinal in the old file of somebody who is present.
	lastPresent int
	// last is the new file's last row where no line break ends it, and lastWas the old row of the same key.
	last, lastWas *row

	// Of the part at hand:
	oldRows, newRows []byte
	people           []person
	byKey            map[string]int // of people
	rows             []row
	firsts           map[string]int  // of rows
	was              []int           // by row: the person of people, or one of the marks below
	folded           map[string]bool // the keys of rows without case; nil until they are asked for
	difference       difference
}

// person is somebody in the old file.
type person struct {
	row
	present bool
}

// What a row of the new file is that no person of the old file has.
const (
	isNew = -1
	twice = -2
)

// newJoin returns a join before the first part.
func newJoin(d *Delta, before, after *side) *join {
	n := len(d.layout.attributes)
	return &join{
		Delta: d, old: before, new: after, changed: make([]int, n), emptied: make([]int, n), left: make([]int, n),
		byKey: map[string]int{}, firsts: map[string]int{},
		difference: difference{changed: make([]bool, n), emptied: make([]bool, n), left: make([]bool, n)},
	}
}

// part compares one part of the people.
func (j *join) part(n int) (err error) {
	if j.oldRows, err = j.old.store.load(n, j.oldRows); err != nil {
		return err
	}
	if j.newRows, err = j.new.store.load(n, j.newRows); err != nil {
		return err
	}
	j.old.store.drop(n)
	j.new.store.drop(n)
	j.index()
	j.match()
	j.pairByCase()
	for i := range j.rows {
		if err := j.outcome(n, i); err != nil {
			return err
		}
	}
	for i := range j.people {
		if p := &j.people[i]; p.present {
			j.lastPresent = max(j.lastPresent, p.ordinal)
		} else {
			j.absent = append(j.absent, absentee{p.ordinal, p.line, string(p.key), j.hasTwin(&p.row)})
		}
	}
	return nil
}

// index finds the people of the old file by their keys.
func (j *join) index() {
	clear(j.byKey)
	j.people = j.people[:0]
	for rest := j.oldRows; len(rest) > 0; {
		var r row
		r, rest = readRow(rest)
		if first, twice := j.byKey[string(r.key)]; twice {
			j.duplicates.add(j.old.file, &j.people[first].row, &r)
			continue
		}
		j.byKey[string(r.key)] = len(j.people)
		j.people = append(j.people, person{row: r})
	}
}

// match finds the person of each row of the new file.
func (j *join) match() {
	clear(j.firsts)
	j.rows, j.was, j.folded = j.rows[:0], j.was[:0], nil
	for rest := j.newRows; len(rest) > 0; {
		var r row
		r, rest = readRow(rest)
		was, known := j.byKey[string(r.key)]
		switch first, again := j.firsts[string(r.key)]; {
		case again:
			j.duplicates.add(j.new.file, &j.rows[first], &r)
			was = twice
		case known:
			j.people[was].present = true
			j.firsts[string(r.key)] = len(j.rows)
		default:
			was = isNew
			j.firsts[string(r.key)] = len(j.rows)
		}
		j.rows, j.was = append(j.rows, r), append(j.was, was)
	}
}

// pairByCase takes somebody whose key is gone, and somebody new whose key differs from it only in case, for one person: the service may well do
// so, and what is sent for the absent one would hit the account of the present one.
func (j *join) pairByCase() {
	var fresh map[string]int // rows of the new file by folded key
	for i := range j.people {
		p := &j.people[i]
		if p.present {
			continue
		}
		if fresh == nil {
			fresh = map[string]int{}
			for k := range j.rows {
				if j.was[k] == isNew {
					fresh[string(fold(nil, j.rows[k].key))] = k
				}
			}
		}
		folded := string(fold(nil, p.key))
		if k, ok := fresh[folded]; ok {
			p.present, j.was[k] = true, i
			delete(fresh, folded)
		}
	}
}

// hasTwin reports whether the new file has a key that differs from an absent person's only in case.
func (j *join) hasTwin(p *row) bool {
	if j.folded == nil {
		j.folded = make(map[string]bool, len(j.rows))
		for i := range j.rows {
			j.folded[string(fold(nil, j.rows[i].key))] = true
		}
	}
	return j.folded[string(fold(nil, p.key))]
}

// outcome counts what becomes of a row of the new file, and keeps it where it is sent.
func (j *join) outcome(n, i int) error {
	r, d := &j.rows[i], &j.difference
	var was *row
	switch at := j.was[i]; at {
	case twice:
		return nil
	case isNew:
		j.counts.New++
		clear(d.emptied)
	default:
		was = &j.people[at].row
		j.layout.differ(was, r, d)
		if d.again {
			j.again = append(j.again, absentee{ordinal: r.ordinal, key: string(r.key)})
		}
		if !d.any {
			j.counts.Unchanged++
		} else {
			j.counts.Changed++
			for k := range d.changed {
				j.changed[k] += number(d.changed[k])
				j.emptied[k] += number(d.emptied[k])
				j.left[k] += number(d.left[k])
			}
		}
	}
	if r.unended {
		j.last, j.lastWas = r.clone(), was.clone()
	}
	if was != nil && !d.any {
		return nil
	}
	return j.outcomes.add(n, appendOutcome(j.outcomes.rows(n), r, d.emptied))
}

// number returns 1 for true.
func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// absentAtTheEnd reports whether the absent are the last people of the old file, after others who are present.
func (j *join) absentAtTheEnd() bool {
	return len(j.absent) > 0 && j.lastPresent > 0 && j.absent[0].ordinal > j.lastPresent
}
