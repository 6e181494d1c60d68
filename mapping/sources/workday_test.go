package sources_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/sources"
)

const (
	declared = ` xmlns:wd="urn:com.workday/bsvc"`
	one      = `<wd:Worker><wd:Worker_Reference><wd:ID wd:type="WID">w-1</wd:ID></wd:Worker_Reference><wd:Worker_Data><wd:Worker_ID>1</wd:Worker_ID>` +
		`<wd:User_ID>ada</wd:User_ID><wd:Alias>a</wd:Alias><wd:Alias>b</wd:Alias><wd:Empty/><wd:Blank> </wd:Blank></wd:Worker_Data></wd:Worker>`
	two = `<wd:Worker><wd:Worker_Reference><wd:ID wd:type="Employee_ID">2</wd:ID><wd:ID wd:type="WID">w-2</wd:ID></wd:Worker_Reference><wd:Worker_Data/></wd:Worker>`
)

// response returns an answer to Get_Workers.
func response(results string, workers ...string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body><wd:Get_Workers_Response` + declared + `>` +
		results + `<wd:Response_Data>` + strings.Join(workers, "\n") + `</wd:Response_Data></wd:Get_Workers_Response></env:Body></env:Envelope>`
}

// read returns the ids and errors of a document's records, and how it ends.
func read(text string, opt feed.Options) (ids []string, errs []error, end error) {
	opt.Documents = sources.Open
	if opt.API == nil {
		opt.API = map[string]string{"UserID": "wd:Worker/wd:Worker_Data/wd:User_ID/text()"}
	}
	r, err := feed.Open(strings.NewReader(text), opt)
	if err != nil {
		return nil, nil, err
	}
	for rec, err := range r.Records() {
		if err != nil {
			return ids, errs, err
		}
		ids, errs = append(ids, rec.ID), append(errs, rec.Err)
	}
	return ids, errs, nil
}

// TestDocumentsAreKnownByTheirContent: whatever is around the workers, and whatever prefix the document has.
func TestDocumentsAreKnownByTheirContent(t *testing.T) {
	bare := `<wd:Get_Workers_Response` + declared + `><wd:Response_Data>` + one + two + `</wd:Response_Data></wd:Get_Workers_Response>`
	other := strings.NewReplacer("wd:", "x:", "xmlns:wd", "xmlns:x")
	for name, text := range map[string]string{
		"a SOAP envelope":                     response("", one, two),
		"the answer alone":                    bare,
		"workers alone, one after another":    strings.ReplaceAll(one+two, "<wd:Worker>", "<wd:Worker"+declared+">"),
		"another prefix":                      other.Replace(bare),
		"the namespace without a prefix":      strings.NewReplacer("<wd:", "<", "</wd:", "</", declared, ` xmlns="urn:com.workday/bsvc"`+declared).Replace(bare),
		"a byte order mark":                   "\ufeff" + bare,
		"single quotes":                       strings.ReplaceAll(bare, `"`, `'`),
		"comments and CDATA that have tags":   strings.Replace(bare, one, "<!-- <wd:Worker> -->"+strings.Replace(one, ">ada<", "><![CDATA[</wd:Worker>]]><", 1), 1),
		"a tag in an attribute":               strings.Replace(bare, "<wd:Response_Data>", `<wd:Response_Data wd:note="</wd:Worker>">`, 1),
		"other workers, in another namespace": strings.Replace(bare, one, `<o:Worker xmlns:o="urn:other"/>`+one, 1),
	} {
		ids, errs, err := read(text, feed.Options{})
		require.NoError(t, err, name)
		require.Equal(t, []string{"1", "w-2"}, ids, name)
		require.Equal(t, []error{nil, nil}, errs, name)
	}
}

// TestExpressionsGiveNullOneTextOrAList.
func TestExpressionsGiveNullOneTextOrAList(t *testing.T) {
	const data = "wd:Worker/wd:Worker_Data/"
	api := map[string]string{}
	want := map[string]string{
		"one node":               data + "wd:User_ID/text() → \"ada\"",
		"an element":             data + "wd:User_ID → \"ada\"",
		"an attribute":           "wd:Worker/wd:Worker_Reference/wd:ID/@wd:type → \"WID\"",
		"several nodes":          data + "wd:Alias/text() → [\"a\",\"b\"]",
		"no node":                data + "wd:None/text() → null",
		"an empty element":       data + "wd:Empty → null",
		"white space":            data + "wd:Blank/text() → null",
		"an empty text":          "string(" + data + "wd:None) → null",
		"a text":                 "concat(" + data + "wd:User_ID, '-', " + data + "wd:Worker_ID) → \"ada-1\"",
		"a number":               "sum(" + data + "wd:Worker_ID) → \"1\"",
		"a fraction":             data + "wd:Worker_ID div 4 → \"0.25\"",
		"a comparison":           data + "wd:Worker_ID = 1 → \"true\"",
		"a position":             data + "wd:Alias[last()]/text() → \"b\"",
		"a namespace unprefixed": "Worker/Worker_Data → null",
	}
	for name, row := range want {
		api[name], _, _ = strings.Cut(row, " → ")
	}
	r, err := feed.Open(strings.NewReader(response("", one)), feed.Options{Documents: sources.Open, API: api})
	require.NoError(t, err)
	for rec, err := range r.Records() {
		require.NoError(t, err)
		require.NoError(t, rec.Err)
		for name, row := range want {
			_, value, _ := strings.Cut(row, " → ")
			require.Equal(t, value, string(rec.Attrs.Get(name).AppendJSON(nil)), name)
		}
	}
	names, known := r.Names()
	require.True(t, known)
	require.Empty(t, names)
}

// TestABrokenWorkerCostsItselfOnly: the others are there, and none is lost in silence.
func TestABrokenWorkerCostsItselfOnly(t *testing.T) {
	broken := func(old, other string) string { return strings.Replace(one, old, other, 1) }
	for name, text := range map[string]string{
		"an entity that is not declared": broken("ada", "&ada;"),
		"an end tag that is missing":     broken("</wd:User_ID>", ""),
		"an end tag too many":            broken("</wd:User_ID>", "</wd:User_ID></wd:User_ID>"),
		"a prefix that is not declared":  broken("<wd:User_ID>ada</wd:User_ID>", "<y:User_ID>ada</y:User_ID>"),
		"an attribute that is twice":     broken(`wd:type="WID"`, `wd:type="WID" wd:type="WID"`),
		"bytes that are no UTF-8":        broken("ada", "\xff"),
		"no end of the worker":           broken("</wd:Worker>", ""),
		"a document type inside":         broken("ada", "<!DOCTYPE x>"),
	} {
		ids, errs, err := read(response("", two, text, two), feed.Options{})
		require.NoError(t, err, name)
		require.Equal(t, []string{"w-2", "", "w-2"}, ids, name)
		require.NoError(t, errs[0], name)
		require.NoError(t, errs[2], name)
		var fault *feed.Error
		require.ErrorAs(t, errs[1], &fault, name)
		require.Equal(t, 2, fault.Record, name)
		require.Equal(t, 2, fault.Line, "%s: %s", name, fault)
	}
}

// TestDocumentsThatAreNotWholeSaySo: what is whole is read, and the end is an error.
func TestDocumentsThatAreNotWholeSaySo(t *testing.T) {
	results := func(total, pages, page string) string {
		return "<wd:Response_Results><wd:Total_Results>" + total + "</wd:Total_Results><wd:Total_Pages>" + pages + "</wd:Total_Pages><wd:Page>" + page + "</wd:Page></wd:Response_Results>"
	}
	whole := response("", one, two)
	head, _, _ := strings.Cut(whole, "w-2")
	_, envelope, _ := strings.Cut(whole, "?>")
	for name, row := range map[string]struct {
		text, err string
		ids       []string
	}{
		"a document type":      {`<!DOCTYPE x [<!ENTITY a "aaa"><!ENTITY b "&a;&a;">]>` + envelope, "document type", nil},
		"an end in a worker":   {head, `ends inside of "wd:Worker"`, []string{"1"}},
		"an end in a tag":      {head[:len(head)-3], `ends inside of "wd:Worker"`, []string{"1"}},
		"an end after one":     {whole[:strings.Index(whole, "\n<wd:Worker>")+1], `ends inside of "wd:Response_Data"`, []string{"1"}},
		"no worker":            {response(""), "has no wd:Worker", nil},
		"one page of several":  {response(results("5", "3", "2"), one, two), "1 page of 3, and not 1, 3", []string{"1", "w-2"}},
		"fewer than there are": {response(results("3", "1", "1"), one, two), "2 of 3 workers", []string{"1", "w-2"}},
		"a fault": {`<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><e:Fault><faultcode>x</faultcode><faultstring>Processing error</faultstring></e:Fault></e:Body></e:Envelope>`,
			`a request that failed: "Processing error"`, nil},
	} {
		ids, _, err := read(row.text, feed.Options{})
		require.ErrorContains(t, err, row.err, name)
		require.Equal(t, row.ids, ids, name)
	}
	_, _, err := read(response(results("4", "2", "1"), one, two)+response(results("4", "2", "2"), one, two), feed.Options{})
	require.NoError(t, err, "all pages, one after another")
}

// TestLimits: each worker is bounded by itself, and what is around workers too.
func TestLimits(t *testing.T) {
	large := strings.Replace(one, "ada", strings.Repeat("a", 3000), 1)
	nested := strings.Replace(one, "ada", strings.Repeat("<wd:a>", 30)+strings.Repeat("</wd:a>", 30), 1)
	attribute := strings.Replace(one, "<wd:User_ID>", `<wd:User_ID wd:a="`+strings.Repeat(">", 200_000)+`">`, 1)
	for name, row := range map[string]struct {
		worker string
		limits feed.Limits
	}{
		"bytes of a worker":     {large, feed.Limits{RecordBytes: 2000}},
		"an attribute":          {attribute, feed.Limits{RecordBytes: 2000}},
		"a long text":           {strings.Replace(one, "ada", strings.Repeat("a", 300_000), 1), feed.Limits{RecordBytes: 2000}},
		"a long comment":        {strings.Replace(one, "ada", "<!--"+strings.Repeat("a>", 100_000)+"-->", 1), feed.Limits{RecordBytes: 2000}},
		"bytes of a text":       {large, feed.Limits{FieldBytes: 2000}},
		"bytes of an attribute": {attribute, feed.Limits{FieldBytes: 2000}},
		"depth":                 {nested, feed.Limits{Depth: 20}},
		"number of elements":    {large, feed.Limits{Values: 15}},
	} {
		ids, errs, err := read(response("", two, row.worker, two), feed.Options{Limits: row.limits})
		require.NoError(t, err, name)
		require.Equal(t, []string{"w-2", "", "w-2"}, ids, name)
		require.ErrorIs(t, errs[1], diag.ErrLimit, name)
	}
	_, _, err := read(response("<wd:a x='"+strings.Repeat("a", 200_000)+"'/>", one), feed.Options{Limits: feed.Limits{RecordBytes: 2000}})
	require.ErrorIs(t, err, diag.ErrLimit)
	_, _, err = read(`<a`+declared+`>`+strings.Repeat("<a>", 200), feed.Options{Limits: feed.Limits{Depth: 20}})
	require.ErrorIs(t, err, diag.ErrLimit)
}

// TestNothingIsReadWithoutExpressions.
func TestNothingIsReadWithoutExpressions(t *testing.T) {
	_, _, err := read(response("", one), feed.Options{API: map[string]string{"a": "$.a"}})
	require.ErrorContains(t, err, "no attribute that is read has an expression in XPath")
	_, _, err = read(response("", one), feed.Options{API: map[string]string{"a": "wd:Worker[", "b": "wd:Worker"}})
	require.ErrorContains(t, err, "the API expression of a: ")
	_, err = feed.Open(strings.NewReader(response("", one)), feed.Options{Format: feed.Workday})
	require.ErrorContains(t, err, "mapping/sources")
	_, _, err = read("id\n1\n", feed.Options{Format: feed.Workday})
	require.ErrorContains(t, err, "has no wd:Worker")
}
