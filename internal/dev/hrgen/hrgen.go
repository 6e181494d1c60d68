// Package hrgen writes synthetic documents of HR systems, of any size: what Workday's Get_Workers and SuccessFactors' PerPerson answer, in the shape
// of the published schemas. Benchmarks, and tests of how much memory a reader takes, read them. Nobody in them exists. The same number of people
// gives the same bytes.
//
//	go run ./internal/dev/hrgen/write workday 100000 > workers.xml
package hrgen

import (
	"fmt"
	"io"
	"time"
)

// AsOf is the day as of which the documents are written: some people are hired after it, and some have left before it.
const AsOf = "2026-01-15"

// person is what both systems know of somebody.
type person struct {
	n                    int
	first, middle, last  string
	preferred            string
	hire, left           time.Time // left is zero for those who work
	terminated, onLeave  bool
	contingent, prehired bool
	rehired              bool
	second               bool // has two jobs
	manager              int  // n of the manager; 0 at the top
	site                 site
	job                  job
}

type site struct {
	id, name, line, city, region, postal string
	two, three, numeric, country, locale string
	calling                              string
}

type job struct{ id, title, family, department string }

// Names have what a reader may trip over: letters of two and three bytes, marks of XML and of JSON.
var (
	firstNames = []string{"Ada", "Björn", "Chloé", "Dmytro", "Élodie", "Femke", "Grace", "Håkon", "Ines", "Joaquín", "Kai", "Łucja", "Mei", "Noor", "Øyvind", "Priya", "Quyền"}
	lastNames  = []string{"Example", "Sample & Co", "O'Test", "van Specimen", "Mustermann", "Prøve", "Beispiel-Muster"}
	sites      = []site{
		{"LOC-DAL", "Dallas", "100 Example Street", "Dallas", "Texas", "75201", "US", "USA", "840", "United States of America", "en_US", "1"},
		{"LOC-LON", "London", "1 Sample Lane", "London", "England", "EC1A 1AA", "GB", "GBR", "826", "United Kingdom", "en_GB", "44"},
		{"LOC-LYO", "Lyon", "2 rue de l'Exemple", "Lyon", "Auvergne-Rhône-Alpes", "69002", "FR", "FRA", "250", "France", "fr_FR", "33"},
		{"LOC-MUC", "München", "Musterstraße 3", "München", "Bayern", "80331", "DE", "DEU", "276", "Germany", "de_DE", "49"},
		{"LOC-SEA", "Seattle", "4 Specimen Avenue", "Seattle", "Washington", "98101", "US", "USA", "840", "United States of America", "en_US", "1"},
	}
	jobs = []job{
		{"JP-100", "Analyst", "JF-FIN", "Finance"},
		{"JP-200", "Engineer", "JF-ENG", "Engineering"},
		{"JP-300", "Buyer, Raw Materials", "JF-OPS", "Purchasing"},
		{"JP-400", "Account Executive", "JF-SAL", "Sales"},
		{"JP-500", "HR Partner", "JF-HRM", "Human Resources"},
		{"JP-600", "Nurse", "JF-MED", "Occupational Health"},
		{"JP-700", "Driver", "JF-OPS", "Logistics"},
	}
)

const (
	perManager = 50
	firstHire  = 5400 // days before AsOf
)

// made returns the person with number n, counted from 1.
func made(n int) person {
	today, err := time.Parse(time.DateOnly, AsOf)
	if err != nil {
		panic(err)
	}
	p := person{
		n:     n,
		first: firstNames[n%len(firstNames)], last: fmt.Sprint(lastNames[n%len(lastNames)], " ", n),
		hire:       today.AddDate(0, 0, -1-n*37%firstHire),
		contingent: n%23 == 0, onLeave: n%29 == 0, prehired: n%37 == 0, rehired: n%31 == 0, second: n%11 == 0,
		manager: n / perManager,
		site:    sites[n%len(sites)], job: jobs[n%len(jobs)],
	}
	p.preferred = p.first
	if n%3 == 0 {
		p.middle = "M."
	}
	if n%13 == 0 {
		p.preferred = p.first + "-Lou"
	}
	switch {
	case p.prehired:
		p.hire = today.AddDate(0, 0, 1+n%60)
	case n%19 == 0:
		p.terminated, p.onLeave = true, false
		p.left = today.AddDate(0, 0, -n%300)
	}
	return p
}

// write hands the text of each part to w: a beginning, everybody, and an end.
func write(w io.Writer, people int, begin, end string, each func(dst []byte, p person) []byte) error {
	if _, err := io.WriteString(w, begin); err != nil {
		return err
	}
	var dst []byte
	for n := 1; n <= people; n++ {
		dst = each(dst[:0], made(n))
		if _, err := w.Write(dst); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, end)
	return err
}
