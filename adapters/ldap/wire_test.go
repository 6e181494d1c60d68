package ldap

import (
	"bytes"
	"errors"
	"io"
	"testing"

	ber "github.com/go-asn1-ber/asn1-ber"
	"github.com/stretchr/testify/require"
)

// message is an entry with an attribute, as a server sends it.
var message = []byte{
	0x30, 0x1d, 2, 1, 1, 0x64, 0x18, 4, 6, 'C', 'N', '=', 'a', ',', 'b', 0x30, 0x0e, 0x30, 0x0c, 4, 4, 'm', 'a', 'i', 'l', 0x31, 4, 4, 2, 'a', '@',
}

func TestMessagesAreReadWhole(t *testing.T) {
	t.Parallel()
	got, err := readMessage(bytes.NewReader(append(message[:len(message):len(message)], 0x30, 0x80)))
	require.NoError(t, err)
	require.Equal(t, message, got, "and no byte of the next one")
	left := 20
	require.NoError(t, checkElements(got, 0, &left))
	for n := range message {
		_, err := readMessage(bytes.NewReader(message[:n]))
		require.Condition(t, func() bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }, "%d", n)
		require.Equal(t, n == 0, errors.Is(err, io.EOF), "%d bytes are no end", n)
	}
}

// FuzzMessages reads anything: what is accepted can be decoded without a panic, and not into more elements than were counted.
func FuzzMessages(f *testing.F) {
	f.Add(message)
	for i := range message {
		damaged := bytes.Clone(message)
		damaged[i] ^= 0x81
		f.Add(damaged)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := readMessage(bytes.NewReader(text))
		if err != nil {
			return
		}
		const most = 1000
		left := most
		if checkElements(got, 0, &left) != nil {
			return
		}
		packet, err := ber.DecodePacketErr(got)
		if err == nil {
			require.LessOrEqual(t, count(packet), most-left)
		}
	})
}

func count(p *ber.Packet) int {
	n := 1
	for _, child := range p.Children {
		n += count(child)
	}
	return n
}
