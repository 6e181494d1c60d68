package ldap_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	goldap "github.com/go-ldap/ldap/v3"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/ldap"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Whatever happens, an answer is whole or an error, and "nothing" is only what a server has said with success.
func TestAnswersAreWholeOrErrors(t *testing.T) {
	t.Parallel()
	finds := func(w *writer, r *search) {
		for _, account := range []string{"a", "b", "c"} {
			if r.has(account) {
				w.person(account)
			}
		}
	}
	for _, row := range []struct {
		name    string
		retries int
		answer  func(w *writer, r *search)
		sent    int    // of the searches for a, b and nobody
		problem string // of the error
	}{
		{"all is well", 0, func(w *writer, r *search) { finds(w, r); w.end(0) }, 1, ""},
		{"the server is busy at first", 0, func(w *writer, r *search) {
			if r.number < 3 {
				w.end(goldap.LDAPResultBusy)
				return
			}
			finds(w, r)
			w.end(0)
		}, 3, ""},
		{"the server stays busy", 1, func(w *writer, _ *search) { w.end(goldap.LDAPResultBusy) }, 2, "the server refuses the request with 51 (Busy); try again later, with fewer connections; it says \"secret-of-the-server\", after 2 attempts"},
		{"the server stays unavailable", -1, func(w *writer, _ *search) { w.end(goldap.LDAPResultUnavailable) }, 1, "with 52 (Unavailable); try again later"},
		{"nobody may read", 0, func(w *writer, _ *search) { w.end(goldap.LDAPResultInsufficientAccessRights) }, 1, "with 50 (Insufficient Access Rights); the account needs the right to read"},
		{"Active Directory wants credentials", 0, func(w *writer, _ *search) { w.end(goldap.LDAPResultOperationsError) }, 1, "with 1 (Operations Error); Active Directory answers so without credentials"},
		{"the base is gone", 0, func(w *writer, _ *search) { w.end(goldap.LDAPResultNoSuchObject) }, 1, "with 32 (No Such Object); check the base"},
		{"three values are too many", 0, func(w *writer, r *search) {
			finds(w, r)
			w.end(limitOver(r, 1))
		}, 4 + 1, ""},
		{"every value is too many", 0, func(w *writer, r *search) { finds(w, r); w.end(goldap.LDAPResultSizeLimitExceeded) }, 2, "with 4 (Size Limit Exceeded); more objects have the value than the server returns"},
		{"the server looks through too many", 0, func(w *writer, _ *search) { w.end(goldap.LDAPResultAdminLimitExceeded) }, 2, "with 11 (Admin Limit Exceeded); let the server index the attribute"},
		{"another server is to be asked", 0, func(w *writer, _ *search) { w.end(goldap.LDAPResultReferral) }, 1, "the answer is in another directory, which is not asked: \"ldap://elsewhere.test/DC=x\""},
		{"a part is in another server", 0, func(w *writer, r *search) { finds(w, r); w.reference("ldap://child.test/DC=y"); w.end(0) }, 1, "the answer is in another directory, which is not asked: \"ldap://child.test/DC=y\""},
		{"the connection is lost once before the end", 0, func(w *writer, r *search) {
			finds(w, r)
			if r.number == 1 {
				_ = w.Close()
				return
			}
			w.end(0)
		}, 2, ""},
		{"the connection is always lost before the end", 1, func(w *writer, r *search) { finds(w, r); _ = w.Close() }, 3, "the connection was lost before the answer was complete"},
		{"a message breaks off", 1, func(w *writer, _ *search) { _, _ = w.Write([]byte{0x30, 0x20, 2, 1}); _ = w.Close() }, 3, "the connection was lost before the answer was complete"},
		{"an enormous message", 0, func(w *writer, _ *search) { _, _ = w.Write([]byte{0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF}) }, 1, "a message has more than 16 MiB"},
		{"a message without end", 0, func(w *writer, _ *search) { _, _ = w.Write([]byte{0x30, 0x80}) }, 1, "want a message with a length of 1 to 4 bytes, got 0"},
		{"another protocol", 0, func(w *writer, _ *search) { _, _ = w.Write([]byte("HTTP/1.1 400 Bad Request\r\n\r\n")) }, 1, "the server sends what is no message of LDAP"},
		{"elements in elements", 0, func(w *writer, _ *search) { _, _ = w.Write(nested(200)) }, 1, "a message has elements in each other"},
		{"very many elements", 0, func(w *writer, r *search) { _, _ = w.Write(many(r.id, 400_000)) }, 1, "a message has more than 300000 elements"},
		{"a page that does not say which", 0, func(w *writer, r *search) {
			finds(w, r)
			w.end(0, goldap.NewControlString(goldap.ControlTypePaging, false, "0\x00"))
		}, 1, "the answer cannot be decoded: failed to decode child control"},
		{"an element longer than its message", 0, func(w *writer, _ *search) { _, _ = w.Write([]byte{0x30, 5, 2, 1, 1, 0x65, 9}) }, 1, "an element whose length does not fit"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			f := serve(t, &fake{answer: row.answer})
			d := dial(t, f, ldap.Options{Retries: row.retries})
			answers, err := d.Find(context.Background(), ask("sAMAccountName", "a", "b", "nobody"))
			require.EqualValues(t, row.sent, f.searches.Load())
			if row.problem != "" {
				require.ErrorContains(t, err, row.problem)
				require.ErrorContains(t, err, "ldap://127.0.0.1:")
				require.NotContains(t, diag.MaskedError(err), "secret-of-the-server")
				require.NotContains(t, diag.MaskedError(err), "an error whose text may hold values")
				require.Nil(t, answers)
				return
			}
			require.NoError(t, err)
			require.Len(t, answers, 3)
			require.Equal(t, "CN=a,DC=x", answers[0][0].ID)
			require.Equal(t, "CN=b,DC=x", answers[1][0].ID)
			require.Empty(t, answers[2])
		})
	}
}

// limitOver returns the code of a filter that asks for more than n values.
func limitOver(r *search, n int) int64 {
	if strings.Count(r.filter, "sAMAccountName") > n {
		return goldap.LDAPResultSizeLimitExceeded
	}
	return 0
}

// nested returns a message of sequences in each other.
func nested(n int) []byte {
	message := []byte{0x30, 0}
	for range n {
		length := len(message)
		message = append([]byte{0x30, 0x82, byte(length >> 8), byte(length)}, message...)
	}
	return message
}

// many returns an entry of empty elements.
func many(id int64, n int) []byte {
	head := func(tag byte, length int) []byte {
		return []byte{tag, 0x83, byte(length >> 16), byte(length >> 8), byte(length)}
	}
	entry := append(head(0x64, 2*n), bytes.Repeat([]byte{0x30, 0}, n)...)
	message := append([]byte{2, 1, byte(id)}, entry...)
	return append(head(0x30, len(message)), message...)
}

func TestServersThatDoNotAnswerAreGivenUp(t *testing.T) {
	t.Parallel()
	f := serve(t, &fake{answer: func(*writer, *search) {}})
	d := dial(t, f, ldap.Options{Timeout: 50 * time.Millisecond, Retries: 1})
	_, err := d.Find(context.Background(), ask("cn", "a"))
	require.ErrorContains(t, err, "no answer within 50ms; check the network, or raise the timeout, after 2 attempts")
	_, err = d.Find(context.Background(), ask("cn", "b"))
	require.ErrorContains(t, err, "no answer within 50ms", "at once, or after one more attempt")

	d = dial(t, f, ldap.Options{})
	ctx, cancel := context.WithCancel(context.Background())
	go cancel()
	_, err = d.Find(ctx, ask("cn", "a", "b"))
	require.ErrorIs(t, err, context.Canceled)
}

// Source: MS-ADTS 3.1.1.3.4.6 and reports: accents, and letters such as ß, do not make names differ.
func TestTheServersWordCounts(t *testing.T) {
	t.Parallel()
	equal := map[string][]string{"zoë": {"zoe", "zoë"}, "strasse": {"straße", "strasse"}, "x y": {"xy", "x y"}, "007": {"7", "007"}}
	f := serve(t, &fake{answer: func(w *writer, r *search) {
		for account, names := range equal {
			for _, n := range names {
				if r.has(n) {
					w.person(account)
					break
				}
			}
		}
		w.end(0)
	}})
	d := dial(t, f, ldap.Options{})
	require.Equal(t, [][]string{{"cn=zoë,dc=x"}, {"cn=zoë,dc=x"}, {"cn=strasse,dc=x"}, {"cn=strasse,dc=x"}, {"cn=x y,dc=x"}, {"cn=007,dc=x"}, {}},
		find(t, d, ask("sAMAccountName", "zoe", "zoë", "straße", "strasse", "xy", "7", "nobody")...))
	exact := ask("sAMAccountName", "zoe", "zoë", "7")
	for i := range exact {
		exact[i].CaseExact = true
	}
	require.Equal(t, [][]string{{}, {"cn=zoë,dc=x"}, {}}, find(t, d, exact...), "where case counts, everything does")
}

func TestManyHitsOfOneValue(t *testing.T) {
	t.Parallel()
	const have = 40
	f := serve(t, &fake{answer: func(w *writer, r *search) {
		var begin int
		_, _ = fmt.Sscan(r.cookie, &begin)
		if !r.has("many") {
			begin = have
		}
		end := min(begin+7, have)
		for i := begin; i < end; i++ {
			w.entry(fmt.Sprintf("CN=%d,DC=x", i), map[string][]string{"department": {"many"}})
		}
		if r.has("one") && r.cookie == "" {
			w.entry("CN=one,DC=x", map[string][]string{"department": {"one"}})
		}
		if end == have {
			w.page("")
			return
		}
		w.page(fmt.Sprint(end))
	}})
	d := dial(t, f, ldap.Options{PageSize: 7})
	require.Equal(t, [][]string{{"cn=0,dc=x", "cn=1,dc=x"}, {"cn=one,dc=x"}, {}}, find(t, d, ask("department", "many", "one", "nobody")...))
	require.LessOrEqual(t, f.searches.Load(), int32(5), "two hits are enough")
}

func TestRangesAreReadToTheEnd(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, problem string
		ranges        map[string]string // what a request gets
		values        int
	}{
		{"three parts", "", map[string]string{"": "0-1", "2-*": "2-3", "4-*": "4-*"}, 5},
		{"one part", "", map[string]string{"": "0-*"}, 1},
		{"a part is missing", `member: want the values from number 2 on, got the range "4-5"`, map[string]string{"": "0-1", "2-*": "4-5"}, 0},
		{"a part comes again", `member: want the values from number 2 on, got the range "0-1"`, map[string]string{"": "0-1", "2-*": "0-1"}, 0},
		{"the object is gone", `member: want the values from number 2 on, got the range ""`, map[string]string{"": "0-1"}, 0},
		{"a part has too few values", "member: want 6 values", map[string]string{"": "0-5:2"}, 0},
		{"no range", "member: want the values from number 0 on", map[string]string{"": "x"}, 0},
		{"an enormous range", "member: want 99999999 values, and at most 5000000", map[string]string{"": "0-99999998:2"}, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			f := serve(t, &fake{ad: true, answer: func(w *writer, r *search) {
				_, asked, _ := strings.Cut(r.attributes[0], ";range=")
				part, known := row.ranges[asked]
				part, short, isShort := strings.Cut(part, ":")
				var first, last, n int
				_, _ = fmt.Sscanf(part, "%d-%d", &first, &last)
				n = max(last-first+1, 1)
				if isShort {
					_, _ = fmt.Sscan(short, &n)
				}
				values := make([]string, n)
				for i := range values {
					values[i] = fmt.Sprintf("CN=%d,DC=x", first+i)
				}
				if known {
					w.entry("CN=g,DC=x", map[string][]string{"member;range=" + part: values, "member": {}, "cn": {"g"}})
				}
				w.end(0)
			}})
			d := dial(t, f, ldap.Options{Connections: 1, Retries: -1})
			answers, err := d.Find(context.Background(), []provision.Query{{Attribute: "cn", Value: value.String("g"), Want: []string{"member"}}})
			if row.problem != "" {
				require.ErrorContains(t, err, row.problem)
				return
			}
			require.NoError(t, err)
			require.Len(t, answers[0][0].Attrs.Attribute(path("member")).Members(), row.values)
		})
	}
}

func TestPagesThatChangeWhileTheyAreRead(t *testing.T) {
	t.Parallel()
	var lost atomic.Int32
	for _, row := range []struct {
		name    string
		pages   func(w *writer, r *search)
		want    string
		problem string
	}{
		{"an object moves to a later page", func(w *writer, r *search) {
			w.person("a")
			if r.cookie == "" {
				w.page("1")
				return
			}
			w.person("b")
			w.page("")
		}, "a b", ""},
		{"a page does not say whether it is the last", func(w *writer, r *search) {
			w.person("a" + r.cookie)
			if r.cookie == "" {
				w.page("1")
				return
			}
			w.end(0)
		}, "a", "a page of the answer does not say whether it is the last one"},
		{"the connection is lost after a page", func(w *writer, r *search) {
			w.person("a" + r.cookie)
			if r.cookie == "" {
				w.page("1")
				return
			}
			if lost.Add(1) == 1 {
				_ = w.Close()
				return
			}
			w.page("")
		}, "a a1", ""},
		{"the server stops at a limit", func(w *writer, r *search) {
			w.person("a" + r.cookie)
			if r.cookie == "" {
				w.page("1")
				return
			}
			w.end(goldap.LDAPResultSizeLimitExceeded)
		}, "a", "with 4 (Size Limit Exceeded)"},
		{"the first page is refused", func(w *writer, _ *search) { w.end(goldap.LDAPResultUnwillingToPerform) }, "", "with 53 (Unwilling To Perform)"},
		{"a server without pages", func(w *writer, _ *search) { w.person("a"); w.person("b"); w.end(0) }, "a b", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			f := serve(t, &fake{answer: row.pages})
			d := dial(t, f, ldap.Options{Connections: 1})
			var got []string
			var err error
			for o, e := range d.Objects(context.Background(), "") {
				if err = e; err == nil {
					got = append(got, o.Attrs.Attribute(path("cn")).Text())
				}
			}
			require.Equal(t, row.want, strings.Join(got, " "))
			if row.problem == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, row.problem)
			}
			require.Equal(t, [][]string{{}}, find(t, dial(t, serve(t, &fake{answer: func(w *writer, _ *search) { w.end(0) }}), ldap.Options{}), ask("cn", "a")...))
		})
	}
	t.Run("whoever stops reading returns the connection", func(t *testing.T) {
		f := serve(t, &fake{answer: func(w *writer, r *search) { w.person("a" + r.cookie); w.page("1" + r.cookie) }})
		d := dial(t, f, ldap.Options{Connections: 1})
		for _, err := range d.Objects(context.Background(), "") {
			require.NoError(t, err)
			break
		}
		for _, err := range d.Objects(context.Background(), "") {
			require.NoError(t, err)
			break
		}
		d.Close()
		_, err := d.Find(context.Background(), ask("cn", "a"))
		require.ErrorContains(t, err, "the directory has been closed")
	})
}

func TestAttributesThatComeInPieces(t *testing.T) {
	t.Parallel()
	f := serve(t, &fake{answer: func(w *writer, _ *search) {
		w.entry("CN=a,DC=x", map[string][]string{"mail": {"1", "2"}, "MAIL": {"3"}, "photo;binary": {"x"}, "sn;lang-de": {"y"}, "empty": {}})
		w.end(0)
	}})
	answers, err := dial(t, f, ldap.Options{}).Find(context.Background(), ask("mail", "3"))
	require.NoError(t, err)
	o := answers[0][0]
	require.Len(t, o.Attrs.Attribute(path("mail")).Members(), 3)
	_, isBinary := o.Attrs.Attribute(path("photo")).AsBinary()
	require.True(t, isBinary)
	require.True(t, o.Attrs.Attribute(path("sn")).IsNull())
	require.True(t, o.Attrs.Attribute(path("empty")).IsAbsent())
}

func TestNamesOfAttributesAndTypesAreNoFilters(t *testing.T) {
	t.Parallel()
	f := serve(t, &fake{ad: true, answer: func(w *writer, _ *search) { w.end(0) }})
	d := dial(t, f, ldap.Options{})
	for _, name := range []string{"cn=*)(uid", "*", "cn;lang-de", "cn:dn:", "objectClass=*", "cn\x00", "emails[type eq \"work\"].value", "-", "name.familyName", "1.2.x", "ümlaut", "cn)"} {
		_, err := d.Find(context.Background(), ask(name, "a"))
		require.ErrorContains(t, err, "is no name of an attribute of the directory", name)
		require.NotContains(t, err.Error(), "connection", "nothing was sent that could be lost")
	}
	_, err := d.Find(context.Background(), ask("parentDistinguishedName", "DC=x"))
	require.ErrorContains(t, err, "parentDistinguishedName is no attribute of the directory: nothing can be found by it")
	for _, kind := range []string{"user)(cn=*", "*", "(objectClass=*)", "a b"} {
		_, err := d.Find(context.Background(), []provision.Query{{Type: kind, Attribute: "cn", Value: value.String("a")}})
		require.ErrorContains(t, err, "is no class of the directory", kind)
		require.NotContains(t, err.Error(), "connection", "nothing was sent that could be lost")
	}
	require.Zero(t, f.searches.Load())
	for _, classes := range []map[string]string{{"user": "(cn="}, {"user": "a b"}, {"user": "(a=b)(c=d)"}, {"user": ""}} {
		_, err := ldap.Open(context.Background(), f.url, ldap.Options{Classes: classes})
		require.Error(t, err, classes)
	}
}

func TestOpen(t *testing.T) {
	t.Parallel()
	f := serve(t, &fake{answer: func(w *writer, _ *search) { w.end(0) }})
	closed := serve(t, &fake{})
	for _, row := range []struct {
		name, url string
		options   ldap.Options
		problem   string
	}{
		{"a password in the URL", "ldaps://ann:hunter2@host/DC=x", ldap.Options{}, "without a name and password before the host"},
		{"a damaged URL with a password", "ldap://ann:hunter2%zz@host", ldap.Options{}, "without a name and password before the host"},
		{"another scheme", "http://hunter2", ldap.Options{}, "want a URL that begins with ldaps:// or ldap://"},
		{"no scheme", "hunter2", ldap.Options{}, "want a URL that begins with ldaps:// or ldap://"},
		{"no host", "ldap:///DC=x", ldap.Options{}, "want a URL with a host"},
		{"no name as base", f.url + "5,x", ldap.Options{}, "want a distinguished name after the host"},
		{"a filter in the URL", f.url + "?cn?sub?(cn=*)", ldap.Options{}, "want a distinguished name after the host"},
		{"StartTLS within TLS", "ldaps://127.0.0.1", ldap.Options{StartTLS: true}, "want StartTLS with an ldap URL"},
		{"StartTLS where there is none", f.url, ldap.Options{StartTLS: true}, "the connection was lost"},
		{"a negative size", f.url, ldap.Options{PageSize: -1}, "want positive sizes"},
		{"an attribute that is none", f.url, ldap.Options{Attributes: []string{"a)("}}, "want attributes' names"},
		{"deleted objects of another directory", f.url, ldap.Options{Deleted: []string{"mail"}}, "deleted objects are known of Active Directory alone"},
		{"no password", f.url, ldap.Options{Credentials: credentials("CN=a", "")}, "want a name and a password, got an empty one"},
		{"credentials that fail", f.url, ldap.Options{Credentials: func(context.Context) (string, string, error) { return "", "", errors.New("no file") }}, "credentials: no file"},
		{"credentials in the clear", strings.Replace(f.url, "127.0.0.1", "localhost.localdomain.invalid", 1), ldap.Options{Credentials: credentials("a", "hunter2")}, "localhost.localdomain.invalid"},
	} {
		_, err := ldap.Open(context.Background(), row.url, row.options)
		require.ErrorContains(t, err, row.problem, row.name)
		require.NotContains(t, err.Error(), "hunter2", row.name)
	}
	_, err := ldap.Open(context.Background(), strings.Replace(closed.url, "ldap://", "ldaps://", 1), ldap.Options{Timeout: time.Second})
	require.ErrorContains(t, err, "no encrypted connection")
}
