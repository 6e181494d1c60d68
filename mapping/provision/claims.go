package provision

import (
	"hash/maphash"
	"sync"
)

// register records what a cycle has used, and for whom: key → ordinal of the source object. An entry is never removed, so that a plan that
// has found a key taken stays right in that. Speculative registers may read it while its one owner adds to it.
type register[K comparable] struct {
	mu     sync.RWMutex
	owners map[K]int

	// A speculative register is on top of the cycle's and records what a plan made with it reads and writes.
	cycle  *register[K]
	reads  []K // keys that had no owner: the plan is valid only if that is still so when its turn comes
	writes []K // keys that the plan claims
}

func newRegister[K comparable]() *register[K] { return &register[K]{owners: map[K]int{}} }

// speculative returns a register for one speculative plan after another, see takeAccess. Several may be on one register.
func (r *register[K]) speculative() *register[K] { return &register[K]{owners: map[K]int{}, cycle: r} }

// find returns the owner of a key. The owner of the cycle's register need not lock it to read: nobody else writes. A speculative one reads
// its own entries first, which are those of the plan at hand, and notes keys that were free, since a plan before it may take them.
func (r *register[K]) find(key K) (ordinal int, taken bool) {
	ordinal, taken = r.owners[key]
	if taken || r.cycle == nil {
		return ordinal, taken
	}
	r.cycle.mu.RLock()
	ordinal, taken = r.cycle.owners[key]
	r.cycle.mu.RUnlock()
	if !taken {
		r.reads = append(r.reads, key)
	}
	return ordinal, taken
}

// add makes an object the owner of keys. In the cycle's register it locks out the speculative readers.
func (r *register[K]) add(ordinal int, keys ...K) {
	if len(keys) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, k := range keys {
		r.owners[k] = ordinal
	}
	if r.cycle != nil {
		r.writes = append(r.writes, keys...)
	}
}

// accessSet is what a speculative plan has read from a register and written to it.
type accessSet[K comparable] struct{ reads, writes []K }

// takeAccess returns the access set of the plan that was made last, and makes a speculative register ready for the next plan.
func (r *register[K]) takeAccess() accessSet[K] {
	set := accessSet[K]{r.reads, r.writes}
	r.reads, r.writes = nil, nil
	clear(r.owners)
	return set
}

// valid reports whether a plan would still read what it has read. Only keys that were free can have changed. It is for the owner of the
// cycle's register.
func (r *register[K]) valid(set accessSet[K]) bool {
	for _, key := range set.reads {
		if _, taken := r.owners[key]; taken {
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

// speculative returns claims on top of c. The seeds are the same, or the fingerprints would not be comparable.
func (c claims) speculative() claims { return claims{c.register.speculative(), c.seeds} }

// fingerprint returns the fingerprint of a value of an attribute of objects of a type. Zero bytes keep the three apart. Two values collide with a probability
// of 2^-128; then the second object would fail as a duplicate, or its candidate count as taken.
func (c claims) fingerprint(objectType, attribute, text string) fingerprint {
	var short [128]byte // nearly all fit, and need no memory then
	b := append(short[:0], objectType...)
	b = append(append(b, 0), attribute...)
	b = append(append(b, 0), text...)
	return fingerprint{maphash.Bytes(c.seeds[0], b), maphash.Bytes(c.seeds[1], b)}
}
