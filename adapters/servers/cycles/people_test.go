package cycles_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/provision"
)

// How many people and groups there are. All of them are made up.
const (
	peopleCount = 500
	groupCount  = 12
	firstID     = 10000
)

// firstNames and lastNames have what directories, SCIM servers and LDIF take only if it is written with care.
var (
	firstNames = []string{
		"Ada", "Élodie", "李", "Zoë", "Jürgen", "Þóra", "O'Brien", `"Q"`, "Anne-Marie", "Ян", "Ann", "Bo", "Çiğdem", "e\u0301lan", "Kit", "한", "Noël", "Ola", "Kim", "Max",
	}
	lastNames = []string{
		"Example", "Berg, Ann", "a+b", `back\slash`, "<angle>", "semi;colon", "#1", "Eq=ual", " lead", "trail ", "李明", "Şahin", `"Q"uote`, "Smile 🙂", "Müller", "Öz",
		"von der Lange zu Langenfeld und Überlang", "Sample", "Test*", "(paren)", "a/b", "van Dyk", "Nystrøm", "Tester", "Ex.", "Ñandú", "Doe", "Roe", "Ohm", "Volta",
	}
	cities      = []any{"Lyon", "Oslo", "臺北", "Bonn", nil}
	titles      = []any{"Engineer", "Analyst; field", "Leiter/in Büro", nil, "Driver #1", " padded ", "Head of \"R&D\""}
	departments = []any{"Sales", "R&D", "Ürün", nil, "People, Culture"}
	notes       = []any{nil, "two\r\nlines", "x ", ":colon", "<less", "tab\there", "ünï", nil, nil}
	roleNames   = []string{"Reader", "Editor", "Admin", "Auditor"}
)

// changes that the second cycle makes, by the remainder of a person's number.
const (
	cycleOf  = 25
	mover    = 3  // another city: another organizational unit
	renamed  = 7  // another last name
	leaver   = 11 // no longer active
	cleared  = 13 // values become null
	newRole  = 17 // another role, another title
	newBoss  = 19 // another manager
	deleted  = 23 // deleted in the source; every second of them
	joiners  = 20 // how many of the people come in the second cycle
	disabled = 20 // one in so many is not active from the beginning
)

// population returns the people and groups of a cycle, from 1. The same cycle has the same ones; the third has those of the second.
func population(cycle int) (sources []provision.Source) {
	r := rand.New(rand.NewPCG(18, 500))
	second := cycle > 1
	for n := range peopleCount {
		p := person(r, n)
		if n >= peopleCount-joiners && !second {
			continue
		}
		src := provision.Source{Type: "User", Ordinal: len(sources) + 1, Attrs: p}
		if second {
			change(p, n)
			if isDeleted(n) {
				src.Deleted = provision.HardDeleted
			}
		}
		// A role as Entra has it: an object, of which the display text is not used.
		p["appRoleAssignments"] = []any{map[string]any{"id": p["role"], "value": p["role"], "displayName": p["role"]}}
		sources = append(sources, src)
	}
	for g := range groupCount {
		members := []any{}
		for n := range peopleCount {
			there := n < peopleCount-joiners || second
			in := n%groupCount == g
			if second && n%17 == g { // some leave, others come
				in = !in
			}
			if in && there && !(second && isDeleted(n)) {
				members = append(members, workerID(n))
			}
		}
		name := fmt.Sprintf("Group %d: %s", g, strings.TrimSpace(lastNames[g]))
		if second && g%4 == 1 {
			name += " (new)"
		}
		sources = append(sources, provision.Source{Type: "Group", Ordinal: g + 1, Attrs: value.Map{"groupId": fmt.Sprintf("G%02d", g), "name": name, "members": members}})
	}
	return sources
}

// isDeleted reports whether somebody is deleted in the source in the second cycle, and so is nobody's manager and no member any more.
func isDeleted(n int) bool { return n%cycleOf == deleted && n%2 == 0 }

func workerID(n int) string { return fmt.Sprint(firstID + n) }

// person returns a person as the first cycle has it. Whatever is left out in one cycle is drawn nevertheless, so that nobody changes by the way.
func person(r *rand.Rand, n int) value.Map {
	pick := func(list []any) any { return list[r.IntN(len(list))] }
	p := value.Map{
		"workerId": workerID(n), "first": firstNames[r.IntN(len(firstNames))], "last": lastNames[r.IntN(len(lastNames))], "city": pick(cities), "title": pick(titles),
		"department": pick(departments), "note": pick(notes), "active": "1", "role": roleNames[r.IntN(len(roleNames))], "phone": nil, "expires": nil, "manager": nil,
		"upn": fmt.Sprintf("user.%d@corp.test", n), "appRoleAssignments": nil,
	}
	if n%6 == 0 {
		p["raw"] = "1" // names of accounts are made of the name as it is
	}
	if n%disabled == 1 {
		p["active"] = "0"
	}
	if r.IntN(3) == 0 {
		p["phone"] = fmt.Sprintf("+31 555 %04d", n)
	}
	if r.IntN(10) == 0 {
		p["expires"] = fmt.Sprintf("1335%014d", n)
	}
	if r.IntN(10) < 8 {
		p["manager"] = workerID(r.IntN(peopleCount - joiners)) // himself, too; in any order
	}
	mails := []any{fmt.Sprintf("SMTP:user.%d@corp.test", n)}
	for k := range r.IntN(3) {
		mails = append(mails, fmt.Sprintf("smtp:alias%d.%d@corp.test", k, n))
	}
	p["mails"] = mails
	if n%50 == 49 {
		p["title"] = "" // an empty text, which Active Directory does not take
	}
	return p
}

// change makes a person what the second cycle has.
func change(p value.Map, n int) {
	if boss, err := strconv.Atoi(fmt.Sprint(p["manager"])); err == nil && isDeleted(boss-firstID) {
		p["manager"] = nil
	}
	switch n % cycleOf {
	case mover:
		p["city"] = map[any]string{"Lyon": "Oslo", "Oslo": "臺北"}[p["city"]]
		if p["city"] == "" {
			p["city"] = "Lyon"
		}
	case renamed:
		p["last"] = p["last"].(string) + "-" + lastNames[n%len(lastNames)]
	case leaver:
		p["active"] = "0"
	case cleared:
		p["title"], p["department"], p["note"], p["phone"], p["manager"] = nil, nil, nil, nil, nil
	case newRole:
		p["role"], p["title"] = roleNames[n%len(roleNames)], "Promoted"
		p["phone"] = fmt.Sprintf("+31 556 %04d", n)
	case newBoss:
		p["manager"] = workerID((n - 1) / cycleOf * cycleOf)
		p["mails"] = []any{fmt.Sprintf("SMTP:user.%d@corp.test", n), fmt.Sprintf("smtp:new.%d@corp.test", n)}
	}
}
