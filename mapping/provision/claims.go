package provision

import "hash/maphash"

// claims remembers which values of which attributes a cycle has used, and for whom. It keeps fingerprints of 128 bits in place of
// texts, so that a cycle over very many objects stays small.
type claims struct {
	seeds [2]maphash.Seed
	by    map[fingerprint]int
}

type fingerprint [2]uint64

func newClaims() claims {
	return claims{seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}, by: map[fingerprint]int{}}
}

func (c *claims) fingerprint(attribute, text string) fingerprint {
	var f fingerprint
	for i, seed := range c.seeds {
		var h maphash.Hash
		h.SetSeed(seed)
		h.WriteString(attribute)
		h.WriteByte(0)
		h.WriteString(text)
		f[i] = h.Sum64()
	}
	return f
}

func (c *claims) add(prints []fingerprint, ordinal int) {
	for _, f := range prints {
		c.by[f] = ordinal
	}
}
