package report

import (
	"encoding/json"
	"strconv"
)

// sample is who is on a page, and all texts about them.
type sample struct {
	left    int // bytes
	places  map[*kept]int
	people  []any
	numbers map[string]int
	strings []string
}

// sample chooses the people of a page: of each group the first, then the second, and so on, until there is no room. What is chosen depends on
// the groups alone.
func (r *reporter) sample(groups []*group, room int) *sample {
	s := &sample{left: room, places: map[*kept]int{}, people: []any{}, numbers: map[string]int{"": 0}, strings: []string{""}}
	for _, g := range groups {
		s.number(g.target)
	}
	r.several = several(groups)
	for rank, more := 0, true; more; rank++ {
		more = false
		for _, g := range groups {
			if rank >= len(g.kept) {
				continue
			}
			more = true
			k, ok := g.kept[rank].(*kept)
			if !ok {
				continue
			}
			place, known := s.places[k]
			if !known {
				place = len(s.people)
				s.people, s.places[k] = append(s.people, s.card(r.card(k))), place
			}
			g.people = append(g.people, place)
			s.left -= len(strconv.Itoa(place)) + 1
			if s.left < 0 {
				return s
			}
		}
	}
	return s
}

// several reports whether the objects of a page are of more than one type.
func several(groups []*group) bool {
	types := map[string]bool{}
	for _, g := range groups {
		for _, member := range g.kept {
			if k, ok := member.(*kept); ok {
				types[k.plan().Type] = true
			}
		}
	}
	return len(types) > 1
}

// card returns a card as the page's script reads it, with numbers in place of texts, and takes its size from what is left.
func (s *sample) card(p person) any {
	rows := []any{}
	for _, c := range p.rows {
		rows = append(rows, []int{
			s.number(c.target), s.number(c.was), s.number(c.becomes), s.number(c.why),
			s.number(c.sides[0].source), s.number(c.sides[0].explanation), s.number(c.sides[1].source), s.number(c.sides[1].explanation),
		})
	}
	card := []any{s.number(p.id), s.number(p.action), s.number(p.reason), rows}
	text, _ := json.Marshal(card) // numbers
	s.left -= len(text) + 1
	return card
}

// number returns the number of a text.
func (s *sample) number(text string) int {
	n, known := s.numbers[text]
	if !known {
		n = len(s.strings)
		s.numbers[text], s.strings = n, append(s.strings, text)
		quoted, _ := json.Marshal(text) // it does not fail for a text
		s.left -= len(quoted) + 1
	}
	return n
}

// data is the document that the page's script reads.
func (s *sample) data(p *page) any {
	type groupData struct {
		Target int   `json:"target"`
		People []int `json:"people"`
	}
	groups := []groupData{}
	for _, g := range p.groups {
		groups = append(groups, groupData{s.number(g.target), append([]int{}, g.people...)})
	}
	return struct {
		Was     string      `json:"was"`
		Becomes string      `json:"becomes"`
		Sides   [2]string   `json:"sides"`
		Groups  []groupData `json:"groups"`
		People  []any       `json:"people"`
		Strings []string    `json:"strings"`
	}{p.Was, p.Becomes, p.Sides, groups, s.people, s.strings}
}
