package provision

import (
	"hash/maphash"
	"sync"
)

// register remembers what a cycle has used, and for whom: key → ordinal of the source object. What is registered once stays so. It
// may be read through drafts while its one owner adds to it.
type register[K comparable] struct {
	mu sync.RWMutex
	by map[K]int

	// A draft stands on the register of the cycle and notes what a plan made with it rests on.
	cycle *register[K]
	asked []K // what was found nowhere: the plan holds only if that is still so when its turn comes
	made  []K // what the plan registers
}

func newRegister[K comparable]() *register[K] { return &register[K]{by: map[K]int{}} }

// draft gives a register for one plan after the other, see footprint. Several may stand on one register.
func (r *register[K]) draft() *register[K] { return &register[K]{by: map[K]int{}, cycle: r} }

func (r *register[K]) find(key K) (ordinal int, taken bool) {
	ordinal, taken = r.by[key]
	if taken || r.cycle == nil {
		return ordinal, taken
	}
	r.cycle.mu.RLock()
	ordinal, taken = r.cycle.by[key]
	r.cycle.mu.RUnlock()
	if !taken {
		r.asked = append(r.asked, key)
	}
	return ordinal, taken
}

func (r *register[K]) add(ordinal int, keys ...K) {
	if len(keys) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, k := range keys {
		r.by[k] = ordinal
	}
	if r.cycle != nil {
		r.made = append(r.made, keys...)
	}
}

// footprint is what a plan rests on in a register, and what it adds there.
type footprint[K comparable] struct{ asked, made []K }

// footprint gives that of the plan that has been made with the draft, and readies the draft for the next.
func (r *register[K]) footprint() footprint[K] {
	f := footprint[K]{r.asked, r.made}
	r.asked, r.made = nil, nil
	clear(r.by)
	return f
}

// holds tells whether a plan would find what it found.
func (r *register[K]) holds(f footprint[K]) bool {
	for _, key := range f.asked {
		if _, taken := r.by[key]; taken {
			return false
		}
	}
	return true
}

// claims is a register of values of attributes. It keeps fingerprints of 128 bits in place of texts, so that a cycle over very many
// objects stays small.
type claims struct {
	*register[fingerprint]
	seeds [2]maphash.Seed
}

type fingerprint [2]uint64

func newClaims() claims {
	return claims{newRegister[fingerprint](), [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}}
}

func (c claims) draft() claims { return claims{c.register.draft(), c.seeds} }

func (c claims) fingerprint(attribute, text string) fingerprint {
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
