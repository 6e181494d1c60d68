package functions

import (
	"encoding/base64"
	"encoding/binary"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/shape"
)

const (
	sidHead     = 8 // bytes before the sub-authorities: revision, their count, authority
	sidMostSubs = 15
	// sidMostText is more than the Base64 of the longest identifier needs, line breaks included.
	sidMostText = 128
)

func stringFromSidSpec() Spec {
	return Spec{
		Name:    "StringFromSid",
		Summary: "Returns a binary security identifier in its text form S-1-….",
		Phrases: []string{"the security identifier {ObjectSID} as text"},
		Params: []Param{
			{Name: "ObjectSID", Doc: "the security identifier, binary or in Base64", Each: true, Key: "source", KeyInferred: true},
		},
		Result:   textResult,
		Evidence: Documented,
		Origin:   CloudSync,
		Source:   cloudSyncSource,
		Notes: []Note{
			{Documented, "The argument is a byte array."},
			{Assumed, "Text is read as Base64, which is how JSON and CSV carry bytes; text that begins with S-1- is returned unchanged."},
			{Assumed, "The result for \"\" is \"\"."},
		},
		Examples: []Example{
			{Expr: `StringFromSid([objectSid])`, Attrs: value.Map{"objectSid": []byte{1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2, 0, 0}}, Want: []string{"S-1-5-32-544"}},
			{Expr: `StringFromSid("AQIAAAAAAAUgAAAAIAIAAA==")`, Want: []string{"S-1-5-32-544"}},
			{Expr: `StringFromSid([missing])`, Want: nil},
			{Expr: `StringFromSid("AQIAAAAAAAUgAAAA")`, WantError: "type"},
		},
		Rewrite: stringFromSid,
		Infer:   inferSid,
	}
}

// stringFromSid reads bytes as they are and text as their Base64; an identifier in text form is its own result.
func stringFromSid(a Args, source value.Value, dst []byte) ([]byte, error) {
	if source.IsNullOrEmpty() {
		return dst, nil
	}
	sid, isBinary := source.AsBinary()
	if !isBinary {
		text := source.Text()
		if strings.HasPrefix(text, "S-1-") {
			dst, _, err := a.c.AppendText(dst, text)
			return dst, err
		}
		sid = decodeSID(text)
	}
	if !isSID(sid) {
		return dst, a.FailArg(0, codes.EvalType, source, "want the bytes of a security identifier, or their Base64")
	}
	return appendSID(dst, sid), nil
}

// decodeSID returns the bytes of the Base64 in text, nil if it is not Base64 or too long for an identifier.
func decodeSID(text string) []byte {
	if len(text) > sidMostText {
		return nil
	}
	sid, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil
	}
	return sid
}

// isSID reports whether b is a security identifier of revision 1 ([MS-DTYP], 2.4.2.2).
func isSID(b []byte) bool {
	return len(b) >= sidHead && b[0] == 1 && b[1] <= sidMostSubs && len(b) == sidHead+4*int(b[1])
}

// appendSID writes the authority in decimal even where Windows' own API would take hexadecimal, as .NET does. The authority is six bytes
// in big-endian order, each sub-authority four in little-endian order.
func appendSID(dst, sid []byte) []byte {
	authority := uint64(binary.BigEndian.Uint16(sid[2:]))<<32 | uint64(binary.BigEndian.Uint32(sid[4:]))
	dst = append(dst, "S-1-"...)
	dst = strconv.AppendUint(dst, authority, 10)
	for sub := sid[sidHead:]; len(sub) > 0; sub = sub[4:] {
		dst = append(dst, '-')
		dst = strconv.AppendUint(dst, uint64(binary.LittleEndian.Uint32(sub)), 10)
	}
	return dst
}

// sidMostDigits is the length of the longest identifier: the head, an authority of 48 bits, and sub-authorities of 32 bits.
const sidMostDigits = len("S-1-") + len("281474976710655") + sidMostSubs*len("-4294967295")

func inferSid(in *Inferring) Shape {
	source := in.seen()
	text := source.Without(value.KindsOf(value.KindBinary)).Text() // text that is an identifier is returned unchanged
	in.fails = true
	if text.Fails == AlwaysFails {
		return shape.UpTo(sidMostDigits).Shape()
	}
	return shape.UpTo(max(sidMostDigits, text.Lengths().Most)).Shape()
}
