package functions

import (
	"io"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/shape"
)

const (
	randomStringMost = 256 // documented maximum of characters
	randomStringArgs = 5   // the numeric arguments: the length and a minimum for each class
)

// randomClasses are the character classes of RandomString, in the order of the minimums. The special characters are those of
// the Windows password complexity rule.
var randomClasses = [...]struct{ name, chars string }{
	{"digits", "0123456789"},
	{"special characters", "~!@#$%^&*_-+=`|\\(){}[]:;\"'<>,.?/"},
	{"capitals", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
	{"lower-case letters", "abcdefghijklmnopqrstuvwxyz"},
}

const specialClass = 1

// randomStringSpec returns the literal of RandomString, whose constants are checked as a whole: minimums that are each valid may be too
// many for the length.
func randomStringSpec() Spec {
	return Spec{
		Name:    "RandomString",
		Summary: "Returns a random text of Length characters with at least the given number of each class.",
		Phrases: []string{
			"a random text of length {Length} with at least {MinimumNumbers} digits, {MinimumSpecialCharacters} special characters, {MinimumCapital} capitals and {MinimumLowerCase} small letters, without {CharactersToAvoid}",
			"a random text of length {Length} with at least {MinimumNumbers} digits, {MinimumSpecialCharacters} special characters, {MinimumCapital} capitals and {MinimumLowerCase} small letters",
		},
		Params: []Param{
			{Name: "Length", Doc: "the number of characters, 1 to 256", Kinds: wholeNumber, Null: NullIsError, Key: "length", KeyInferred: true},
			{Name: "MinimumNumbers", Doc: "the minimum number of digits", Kinds: wholeNumber, Null: NullIsError, Key: "minimumNumbers", KeyInferred: true},
			{Name: "MinimumSpecialCharacters", Doc: "the minimum number of special characters", Kinds: wholeNumber, Null: NullIsError, Key: "minimumSpecialCharacters", KeyInferred: true},
			{Name: "MinimumCapital", Doc: "the minimum number of upper-case letters", Kinds: wholeNumber, Null: NullIsError, Key: "minimumCapital", KeyInferred: true},
			{Name: "MinimumLowerCase", Doc: "the minimum number of lower-case letters", Kinds: wholeNumber, Null: NullIsError, Key: "minimumLowerCase", KeyInferred: true},
			{Name: "CharactersToAvoid", Doc: "a set of characters that must not occur", Optional: true, Null: NullIsEmpty, Key: "charactersToAvoid", KeyInferred: true},
		},
		Result:   stringResult,
		Effects:  Random,
		Evidence: Documented,
		Source:   referenceSource,
		Notes: []Note{
			{Documented, "Length is at most 256 and at least the sum of the minimums."},
			{Assumed, "The remaining characters are drawn from the classes whose minimum is above 0, or from digits and letters if all are 0; every character of them is equally likely."},
			{Assumed, "Special characters are ~!@#$%^&*_-+=`|\\(){}[]:;\"'<>,.?/, the set of the Windows password rule."},
			{Assumed, "It is an error if CharactersToAvoid leaves no character of a required class."},
			{Assumed, "Randomness is cryptographically secure, and the order is shuffled. Env.Random replaces it where results must be repeatable."},
		},
		Examples: []Example{
			{Expr: `Len(RandomString(10, 2, 2, 2, 1, "?,"))`, Want: []string{"10"}},
			{Expr: `RandomString(3, 3, 0, 0, 0, "123456789")`, Want: []string{"000"}},
			{Expr: `RandomString([length], 0, 0, 0, 0)`, Attrs: value.Map{}, WantError: "null"},
			{Expr: `RandomString([length], 0, 0, 0, 0)`, Attrs: value.Map{"length": "300"}, WantError: "range"},
			{Expr: `RandomString(3, 2, 2, 0, 0)`, WantError: "bad-constant"},
		},
		Prepare: prepareRandomString,
		Append:  randomString,
		Infer:   inferRandomString,
	}
}

// randomPlan is what a random string is drawn from.
type randomPlan struct {
	length   int
	minimums [len(randomClasses)]int
	classes  [len(randomClasses)][]byte // without the characters to avoid
	fill     []byte                     // the characters beyond the minimums are drawn from it
}

// refusal is the reason why an argument of RandomString is invalid. Code is that of a failed evaluation.
type refusal struct {
	arg     int
	code    diag.Code
	message string
}

// newRandomPlan returns the plan of the length and the minimums in counts.
func newRandomPlan(counts [randomStringArgs]int64, avoid string) (*randomPlan, *refusal) {
	sum := int64(0)
	for i, n := range counts {
		if r := checkCount(i, n); r != nil {
			return nil, r
		}
		if i > 0 {
			sum += n
		}
	}
	if sum > counts[0] {
		return nil, &refusal{0, codes.EvalRange, "the length is less than the sum of the minimums"}
	}
	p := &randomPlan{length: int(counts[0])}
	for i, class := range randomClasses {
		p.minimums[i] = int(counts[i+1])
		p.classes[i] = without(class.chars, avoid)
		if p.minimums[i] > 0 && len(p.classes[i]) == 0 {
			return nil, &refusal{randomStringArgs, codes.EvalConstant, "CharactersToAvoid leaves no " + class.name}
		}
	}
	p.fill = p.filler(sum == 0)
	if len(p.fill) == 0 {
		return nil, &refusal{randomStringArgs, codes.EvalConstant, "CharactersToAvoid leaves neither digits nor letters"}
	}
	return p, nil
}

// checkCount checks number n as argument i. The bound keeps the sum of the minimums from overflowing.
func checkCount(i int, n int64) *refusal {
	switch {
	case i == 0 && (n < 1 || n > randomStringMost):
		return &refusal{0, codes.EvalRange, "want a length from 1 to 256"}
	case n < 0 || n > randomStringMost:
		return &refusal{i, codes.EvalRange, "want a minimum from 0 to 256"}
	}
	return nil
}

// without returns chars, which are ASCII, except those in avoid.
func without(chars, avoid string) []byte {
	kept := make([]byte, 0, len(chars))
	for i := range len(chars) {
		if strings.IndexByte(avoid, chars[i]) < 0 {
			kept = append(kept, chars[i])
		}
	}
	return kept
}

// filler returns the characters of the classes that have a minimum, or digits and letters if free says that none has.
func (p *randomPlan) filler(free bool) []byte {
	var fill []byte
	for i, class := range p.classes {
		if p.minimums[i] > 0 || free && i != specialClass {
			fill = append(fill, class...)
		}
	}
	return fill
}

// prepareRandomString makes the state of arguments that are all constant: a *randomPlan. Each constant is checked even where others
// depend on the object.
func prepareRandomString(p *Preparation) any {
	var counts [randomStringArgs]int64
	complete := true
	for i := range counts {
		if !p.Has(i) || !p.Args[i].Known {
			complete = false
			continue
		}
		n, err := p.Args[i].Value.ToInteger()
		if err != nil {
			complete = false // the evaluation reports it
			continue
		}
		if r := checkCount(i, n); r != nil {
			p.Report(i, codes.BadConstant, "", "%s, got %d", diag.Name(r.message), n)
			return nil
		}
		counts[i] = n
	}
	avoid, known := p.Text(randomStringArgs)
	if !complete || !known {
		return nil
	}
	plan, r := newRandomPlan(counts, avoid)
	if r != nil {
		p.Report(r.arg, codes.BadConstant, "", "%s", diag.Name(r.message))
		return nil
	}
	return plan
}

func randomString(a Args, dst []byte) ([]byte, error) {
	plan, _ := a.State().(*randomPlan)
	if plan == nil {
		var err error
		if plan, err = planFromArgs(a); err != nil {
			return dst, err
		}
	}
	dst, err := plan.append(dst, &dice{source: a.c.Random()})
	return dst, err
}

// planFromArgs returns the plan of this evaluation. The error names the argument that is at fault and has its value.
func planFromArgs(a Args) (*randomPlan, error) {
	var counts [randomStringArgs]int64
	for i := range counts {
		n, err := a.Integer(i, 0)
		if err != nil {
			return nil, err
		}
		counts[i] = n
	}
	avoid, err := a.Text(randomStringArgs)
	if err != nil {
		return nil, err
	}
	plan, r := newRandomPlan(counts, avoid)
	if r == nil {
		return plan, nil
	}
	if r.code == codes.EvalRange {
		return nil, a.FailArg(r.arg, r.code, value.Integer(counts[r.arg]), "%s", diag.Name(r.message))
	}
	return nil, a.FailArg(r.arg, r.code, value.String(avoid), "%s", diag.Name(r.message))
}

// append draws the minimums first and the rest from the filler, then shuffles.
func (p *randomPlan) append(dst []byte, d *dice) ([]byte, error) {
	from := len(dst)
	for i, class := range p.classes {
		for range p.minimums[i] {
			dst = append(dst, class[d.below(len(class))])
		}
	}
	for len(dst)-from < p.length {
		dst = append(dst, p.fill[d.below(len(p.fill))])
	}
	// the shuffle of Fisher and Yates, in which every order is equally likely
	drawn := dst[from:]
	for i := len(drawn) - 1; i > 0; i-- {
		j := d.below(i + 1)
		drawn[i], drawn[j] = drawn[j], drawn[i]
	}
	return dst, d.err
}

// dice draws unbiased numbers. After an error they are all 0, and err is the first error. Bytes that were read ahead are dropped with the
// dice, so a call takes more of Env.Random than it uses.
type dice struct {
	source io.Reader
	buf    [64]byte
	unread []byte
	err    error
}

// below returns a number from 0 to n-1, where n is at most 256. Bytes that would favour small numbers are discarded; a source that
// returns only such bytes is broken, and an error ends what would be an endless loop.
func (d *dice) below(n int) int {
	const patience = 1000 // for the worst n half of the bytes are used
	// the greatest multiple of n that bytes reach: below it every remainder is equally frequent
	limit := 256 - 256%n
	for range patience {
		b := int(d.next())
		if d.err != nil {
			return 0
		}
		if b < limit {
			return b % n
		}
	}
	d.err = noRandomness(nil)
	return 0
}

func (d *dice) next() byte {
	if len(d.unread) == 0 && d.err == nil {
		n, err := io.ReadAtLeast(d.source, d.buf[:], 1)
		if err != nil {
			d.err = noRandomness(err)
		}
		d.unread = d.buf[:n]
	}
	if d.err != nil {
		return 0
	}
	b := d.unread[0]
	d.unread = d.unread[1:]
	return b
}

// inferRandomString checks constant arguments as the evaluation does. If some are not constant, the minimums may exceed the length and the
// call may fail, but a known length is that of every result.
func inferRandomString(in *Inferring) Shape {
	var counts [randomStringArgs]int64
	constant := true
	var total []int64
	for i := range counts {
		numbers, known := in.Integer(i, 0)
		if constant = constant && known && len(numbers) == 1; constant {
			counts[i] = numbers[0]
		}
		if i == 0 && known {
			total = numbers
		}
	}
	avoid := in.Text(randomStringArgs)
	if constant && len(avoid.Values) == 1 {
		if _, refused := newRandomPlan(counts, avoid.Values[0].Text()); refused != nil {
			return Shape{Fails: AlwaysFails}
		}
		return shape.EachNumber(total, func(n int64) shape.Lengths { return shape.Between(int(n), int(n)) })
	}
	in.fails = true
	if len(total) == 1 && checkCount(0, total[0]) == nil {
		return shape.EachNumber(total, func(n int64) shape.Lengths { return shape.Between(int(n), int(n)) })
	}
	return shape.Between(1, randomStringMost).Shape()
}
