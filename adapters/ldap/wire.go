package ldap

import (
	"bufio"
	"io"
	"net"
	"sync"

	"github.com/attrmap/attrmap/expr/diag"
)

// Bounds of what a server may send. They bound memory: a message is decoded into elements that need some 300 bytes each.
const (
	maxMessage  = 16 << 20  // bytes of an entry
	maxOther    = 256 << 10 // bytes of any other message
	maxElements = 300_000   // of a message; an entry of a group with so many members comes in ranges
	maxDepth    = 16        // of elements in each other
	maxAnswer   = 256 << 20 // bytes of all messages of an answer
)

// wire is a connection whose messages are read whole and checked before the client library decodes them.
type wire struct {
	net.Conn
	reader *bufio.Reader
	rest   []byte // of the current message

	mu    sync.Mutex
	left  int // bytes that the current answer may still have
	fault error
}

func newWire(conn net.Conn) *wire {
	return &wire{Conn: conn, reader: bufio.NewReader(conn), left: maxAnswer}
}

// begin begins a new answer.
func (w *wire) begin() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.left = maxAnswer
}

// refused returns why a message was not accepted, nil if all were.
func (w *wire) refused() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.fault
}

// Read reads of one message at most. One that is not accepted ends the connection.
func (w *wire) Read(p []byte) (int, error) {
	if len(w.rest) == 0 {
		message, err := readMessage(w.reader)
		if err == nil {
			err = w.accept(message)
		}
		if err != nil {
			if isRefusal(err) {
				w.mu.Lock()
				w.fault = err
				w.mu.Unlock()
			}
			return 0, err
		}
		w.rest = message
	}
	n := copy(p, w.rest)
	w.rest = w.rest[n:]
	return n, nil
}

// accept checks a message.
func (w *wire) accept(message []byte) error {
	w.mu.Lock()
	w.left -= len(message)
	over := w.left < 0
	w.mu.Unlock()
	if over {
		return refusal("the answer has more than %s", diag.Plain(diag.Bytes(maxAnswer)))
	}
	left := maxElements
	return checkElements(message, 0, &left)
}

// tag bytes of BER.
const (
	tagSequence    = 0x30
	tagConstructed = 0x20
	tagLong        = 0x1F
	tagEntry       = 0x64 // SearchResultEntry, [APPLICATION 4]
)

// readMessage reads one LDAPMessage (RFC 4511, 4.1.1) whole.
func readMessage(r io.Reader) ([]byte, error) {
	head := make([]byte, 2, 6)
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, err
	}
	if head[0] != tagSequence {
		return nil, refusal("the server sends what is no message of LDAP; check the port, and ldap against ldaps")
	}
	length := int(head[1])
	if length >= 0x80 {
		n := length & 0x7F
		if n == 0 || n > 4 {
			return nil, refusal("want a message with a length of 1 to 4 bytes, got %d", n)
		}
		head = head[:2+n]
		if _, err := io.ReadFull(r, head[2:]); err != nil {
			return nil, cut(err)
		}
		length = 0
		for _, b := range head[2:] {
			if length > maxMessage {
				break
			}
			length = length<<8 | int(b)
		}
	}
	if length > maxMessage {
		return nil, refusal("a message has more than %s", diag.Plain(diag.Bytes(maxMessage)))
	}
	message := append(head, make([]byte, length)...)
	if _, err := io.ReadFull(r, message[len(head):]); err != nil {
		return nil, cut(err)
	}
	if length > maxOther && !isEntry(message[len(head):]) {
		return nil, refusal("a message that is no entry has more than %s", diag.Plain(diag.Bytes(maxOther)))
	}
	return message, nil
}

// cut returns the error of a message that breaks off.
func cut(err error) error {
	if err == io.EOF { //nolint:errorlint // ReadFull returns it as it is
		return io.ErrUnexpectedEOF
	}
	return err
}

// isEntry reports whether a message, without its head, is an entry: an integer is before it.
func isEntry(content []byte) bool {
	return len(content) > 2 && content[0] == 2 && int(content[1])+2 < len(content) && content[2+int(content[1])] == tagEntry
}

// checkElements returns an error unless text is elements of BER with lengths that fit.
func checkElements(text []byte, depth int, left *int) error {
	if depth > maxDepth {
		return refusal("a message has elements in each other, more than %d deep", maxDepth)
	}
	for len(text) > 0 {
		if *left--; *left < 0 {
			return refusal("a message has more than %d elements", maxElements)
		}
		size, content, ok := element(text)
		if !ok {
			return refusal("a message has an element whose length does not fit")
		}
		if text[0]&tagConstructed != 0 {
			if err := checkElements(content, depth+1, left); err != nil {
				return err
			}
		}
		text = text[size:]
	}
	return nil
}

// element returns the size and the content of the first element of text.
func element(text []byte) (size int, content []byte, ok bool) {
	if len(text) < 2 || text[0]&tagLong == tagLong {
		return 0, nil, false
	}
	length, at := int(text[1]), 2
	if length >= 0x80 {
		n := length & 0x7F
		if n == 0 || n > 4 || len(text) < 2+n {
			return 0, nil, false
		}
		length = 0
		for _, b := range text[2 : 2+n] {
			if length > maxMessage {
				return 0, nil, false
			}
			length = length<<8 | int(b)
		}
		at += n
	}
	if length > len(text)-at {
		return 0, nil, false
	}
	return at + length, text[at : at+length], true
}
