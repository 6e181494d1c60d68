package ldap_test

import (
	"bufio"
	"context"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	ber "github.com/go-asn1-ber/asn1-ber"
	goldap "github.com/go-ldap/ldap/v3"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/ldap"
)

// fake is a server that answers what a test tells it to.
type fake struct {
	url      string
	ad       bool
	answer   func(w *writer, r *search)
	searches atomic.Int32 // those that answer has had
}

// search is a request of one.
type search struct {
	id           int64
	number       int // of those that answer has had, from 1
	base, filter string
	scope        int64
	attributes   []string
	cookie       string
	controls     []string
}

// writer writes the messages of an answer.
type writer struct {
	net.Conn
	id int64
}

// serve starts a fake server with the base DC=x, which ends with the test.
func serve(t testing.TB, f *fake) *fake {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	f.url = "ldap://" + l.Addr().String() + "/DC=x"
	var mu sync.Mutex
	var conns []net.Conn
	t.Cleanup(func() {
		_ = l.Close()
		mu.Lock()
		defer mu.Unlock()
		for _, c := range conns {
			_ = c.Close()
		}
	})
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			conns = append(conns, conn)
			mu.Unlock()
			go f.talk(conn)
		}
	}()
	return f
}

// talk answers the requests of a connection.
func (f *fake) talk(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	in := bufio.NewReader(conn)
	for {
		packet, err := ber.ReadPacket(in)
		if err != nil || len(packet.Children) < 2 {
			return
		}
		id, _ := packet.Children[0].Value.(int64)
		w := &writer{conn, id}
		switch op := packet.Children[1]; op.Tag {
		case goldap.ApplicationBindRequest:
			w.done(goldap.ApplicationBindResponse, 0)
		case goldap.ApplicationSearchRequest:
			r := readSearch(id, packet)
			switch {
			case r.base == "":
				root := map[string][]string{"namingContexts": {"DC=x"}}
				if f.ad {
					root["supportedCapabilities"] = []string{"1.2.840.113556.1.4.800"}
					root["defaultNamingContext"] = []string{"DC=x"}
				}
				w.entry("", root)
				w.end(0)
			case r.scope == 0 && len(r.attributes) == 1 && r.attributes[0] == "1.1":
				w.entry(r.base, nil)
				w.end(0)
			default:
				r.number = int(f.searches.Add(1))
				f.answer(w, r)
			}
		default:
			return
		}
	}
}

func readSearch(id int64, packet *ber.Packet) *search {
	op := packet.Children[1].Children
	r := &search{id: id, base: op[0].Value.(string), scope: op[1].Value.(int64)}
	r.filter, _ = goldap.DecompileFilter(op[6])
	for _, a := range op[7].Children {
		r.attributes = append(r.attributes, a.Value.(string))
	}
	if len(packet.Children) > 2 {
		for _, c := range packet.Children[2].Children {
			control, err := goldap.DecodeControl(c)
			if err != nil {
				continue
			}
			r.controls = append(r.controls, control.GetControlType())
			if paging, is := control.(*goldap.ControlPaging); is {
				r.cookie = string(paging.Cookie)
			}
		}
	}
	return r
}

// has reports whether the filter asks for a value.
func (r *search) has(value string) bool {
	return strings.Contains(r.filter, "="+goldap.EscapeFilter(value)+")")
}

func (w *writer) send(op *ber.Packet, controls ...goldap.Control) {
	packet := ber.NewSequence("")
	packet.AppendChild(ber.NewInteger(ber.ClassUniversal, ber.TypePrimitive, ber.TagInteger, w.id, ""))
	packet.AppendChild(op)
	if len(controls) > 0 {
		all := ber.Encode(ber.ClassContext, ber.TypeConstructed, 0, nil, "")
		for _, c := range controls {
			all.AppendChild(c.Encode())
		}
		packet.AppendChild(all)
	}
	_, _ = w.Write(packet.Bytes())
}

func text(s string) *ber.Packet {
	return ber.NewString(ber.ClassUniversal, ber.TypePrimitive, ber.TagOctetString, s, "")
}

// entry sends an entry.
func (w *writer) entry(name string, attributes map[string][]string) {
	op := ber.Encode(ber.ClassApplication, ber.TypeConstructed, goldap.ApplicationSearchResultEntry, nil, "")
	op.AppendChild(text(name))
	list := ber.NewSequence("")
	for attribute, values := range attributes {
		one := ber.NewSequence("")
		one.AppendChild(text(attribute))
		set := ber.Encode(ber.ClassUniversal, ber.TypeConstructed, ber.TagSet, nil, "")
		for _, v := range values {
			set.AppendChild(text(v))
		}
		one.AppendChild(set)
		list.AppendChild(one)
	}
	op.AppendChild(list)
	w.send(op)
}

// reference sends a reference to another server.
func (w *writer) reference(url string) {
	op := ber.Encode(ber.ClassApplication, ber.TypeConstructed, goldap.ApplicationSearchResultReference, nil, "")
	op.AppendChild(text(url))
	w.send(op)
}

// end ends an answer with a code.
func (w *writer) end(code int64, controls ...goldap.Control) {
	w.done(goldap.ApplicationSearchResultDone, code, controls...)
}

// page ends a page; "" is the last one.
func (w *writer) page(cookie string) {
	w.end(0, &goldap.ControlPaging{Cookie: []byte(cookie)})
}

func (w *writer) done(tag ber.Tag, code int64, controls ...goldap.Control) {
	op := ber.Encode(ber.ClassApplication, ber.TypeConstructed, tag, nil, "")
	op.AppendChild(ber.NewInteger(ber.ClassUniversal, ber.TypePrimitive, ber.TagEnumerated, code, ""))
	op.AppendChild(text(""))
	op.AppendChild(text("secret-of-the-server"))
	if code == goldap.LDAPResultReferral {
		list := ber.Encode(ber.ClassContext, ber.TypeConstructed, 3, nil, "")
		list.AppendChild(text("ldap://elsewhere.test/DC=x"))
		op.AppendChild(list)
	}
	w.send(op, controls...)
}

// person sends the entry of one.
func (w *writer) person(account string) {
	w.entry("CN="+account+",DC=x", map[string][]string{"sAMAccountName": {account}, "cn": {account}})
}

// dial opens a fake server.
func dial(t testing.TB, f *fake, options ldap.Options) *ldap.Directory {
	t.Helper()
	d, err := ldap.Open(context.Background(), f.url, options)
	require.NoError(t, err)
	t.Cleanup(d.Close)
	return d
}
