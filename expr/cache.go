package expr

import (
	"container/list"
	"sync"
)

// Cache compiles each text once and keeps the programs used last. It is safe for concurrent use. Nothing is cached unless a program
// asks for it: a Cache is for embedders that meet the same texts again and again, such as one mapping set per tenant from a template.
type Cache struct {
	compiler *Compiler
	max      int

	mu      sync.Mutex
	order   list.List // of *cached, the one used last in front
	entries map[string]*list.Element
}

type cached struct {
	src  string
	prog *Program
}

// NewCache gives a cache of at most max programs, all compiled with the same options. A max below 1 counts as 1. Texts that cannot be
// compiled are not kept.
func NewCache(max int, opts ...Option) *Cache {
	if max < 1 {
		max = 1
	}
	return &Cache{compiler: NewCompiler(opts...), max: max, entries: make(map[string]*list.Element)}
}

// Compile gives the program of a text, from the cache or compiled anew; see [Compile] for the error. Two goroutines that ask for the
// same new text at once may both compile it; all get the same program afterwards.
func (c *Cache) Compile(src string) (*Program, error) {
	if prog := c.lookup(src); prog != nil {
		return prog, nil
	}
	prog, err := c.compiler.Compile(src)
	if err != nil {
		return nil, err
	}
	return c.keep(src, prog), nil
}

// Len is the number of programs that are kept.
func (c *Cache) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.order.Len()
}

func (c *Cache) lookup(src string) *Program {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.entries[src]
	if e == nil {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*cached).prog
}

// keep adds a program, unless another goroutine was faster, and drops the one that was not used for longest.
func (c *Cache) keep(src string, prog *Program) *Program {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.entries[src]; e != nil {
		return e.Value.(*cached).prog
	}
	c.entries[src] = c.order.PushFront(&cached{src, prog})
	if c.order.Len() > c.max {
		last := c.order.Back()
		delete(c.entries, c.order.Remove(last).(*cached).src)
	}
	return prog
}
