package ids

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"github.com/attrmap/attrmap/expr/diag"
)

// State is who has which identifiers, in a file that several runs, workers and processes share one after the other. Nothing is given before it is
// on the disk: what a killed process, or a machine that stopped, had given is given to nobody else, and to the same owner again.
//
// Besides people's identifiers it keeps reservations of single values: it is a provision.Reserver. All methods are safe for concurrent use.
type State struct {
	mu     sync.Mutex
	index  index
	file   *os.File     // nil in memory
	lock   *flock.Flock // nil in memory
	name   string
	broken error // a write has failed: what is in the file is not known
	torn   int
}

// NewState returns a State in memory, for what need not outlive the program.
func NewState() *State { return &State{index: newIndex()} }

// StateOptions are options of [OpenState].
type StateOptions struct {
	// Anchor is the name of the source attribute whose values are the owners. A file whose owners are named by another one is refused.
	Anchor string
	// Waiting is called once if another process has the file; it may be nil.
	Waiting func()
}

// OpenState opens the file of that name, and makes it if there is none. Only one process, and one State, has it at a time: others wait until it
// is closed or ctx is done. The lock is on a file beside it, with the name's end .lock, which stays.
//
// An incomplete last line is what a process was writing when it was killed: nobody has got it, and it is removed, see [State.Torn]. Everything else
// that is no reservation is an error that names the line: the file is not read in part.
func OpenState(ctx context.Context, name string, o StateOptions) (*State, error) {
	s := &State{index: newIndex(), name: name, lock: flock.New(name + ".lock")}
	if err := s.acquire(ctx, o.Waiting); err != nil {
		return nil, err
	}
	if err := s.load(o.Anchor); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// acquire locks the file against other processes.
func (s *State) acquire(ctx context.Context, waiting func()) error {
	switch locked, err := s.lock.TryLock(); {
	case err != nil:
		return diag.Errorf("%s cannot be locked: %w", diag.Name(s.name), err)
	case locked:
		return nil
	}
	if waiting != nil {
		waiting()
	}
	if _, err := s.lock.TryLockContext(ctx, 20*time.Millisecond); err != nil {
		return diag.Errorf("%s is used by another process: %w", diag.Name(s.name), err)
	}
	return nil
}

// load reads the file, which is made if it is not there.
func (s *State) load(anchor string) error {
	info, err := os.Stat(s.name)
	switch {
	case errors.Is(err, os.ErrNotExist):
		if err = s.create(anchor); err != nil {
			return err
		}
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return diag.Errorf("%s: want a file of reservations, got what is no regular file", diag.Name(s.name))
	}
	if s.file, err = os.OpenFile(s.name, os.O_RDWR, 0); err != nil {
		return err
	}
	whole, err := s.index.read(s.file, anchor)
	if err != nil {
		return diag.Errorf("%s: %w", diag.Name(s.name), err)
	}
	return s.mend(whole)
}

// mend removes what is after the last whole line, and makes sure that the file ends with a line break.
func (s *State) mend(whole extent) error {
	end, err := s.file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if s.torn = int(end - whole.end); s.torn > 0 {
		err = s.file.Truncate(whole.end)
	}
	if err == nil {
		_, err = s.file.Seek(whole.end, io.SeekStart)
	}
	if err == nil && whole.open {
		_, err = s.file.WriteString("\n")
	}
	if err == nil && (s.torn > 0 || whole.open) {
		err = s.file.Sync()
	}
	return err
}

// create makes the file with its first line, so that it is never there without it. Others are kept out by the lock.
func (s *State) create(anchor string) error {
	name := s.name + ".new" // one that a killed process has left is written over
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(header(anchor))
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	if err = os.Rename(name, s.name); err != nil {
		return err
	}
	return syncDirectoryOf(s.name)
}

// Torn returns how many bytes of an incomplete last line OpenState has removed.
func (s *State) Torn() int { return s.torn }

// Len returns how many owners have identifiers.
func (s *State) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.index.people)
}

// Close lets other processes have the file. What was given stays given.
func (s *State) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	if s.file != nil {
		err = s.file.Close()
	}
	if s.lock != nil {
		err = errors.Join(err, s.lock.Unlock())
	}
	s.file, s.lock, s.broken = nil, nil, errClosed
	return err
}

var errClosed = errors.New("the reservations have been closed")

// append writes lines to the disk. After a failure nothing more is given: what the file has is not known.
func (s *State) append(lines []byte) error {
	if s.broken != nil || s.file == nil || len(lines) == 0 {
		return s.broken
	}
	_, err := s.file.Write(lines)
	if err == nil {
		err = s.file.Sync()
	}
	if err != nil {
		s.broken = diag.Errorf("%s cannot be written: %w", diag.Name(s.name), err)
	}
	return s.broken
}

// Reserve gives the owner the key in a space, as provision.Reserver says. It returns after the reservation is on the disk. A key that is an
// identifier, or an address, which somebody else has been assigned is taken.
func (s *State) Reserve(ctx context.Context, space, key, owner string) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken != nil {
		return false, s.broken
	}
	c := claim{Owner: owner, Space: space, Key: key}
	switch holder, taken := s.index.claims[c.id()]; {
	case taken:
		return holder == owner, nil
	case !s.index.free(c.needs(), owner):
		return false, nil
	}
	line, err := encode(c)
	if err == nil {
		err = s.append(line)
	}
	if err != nil {
		return false, err
	}
	s.index.addClaim(c)
	return true, nil
}

// Release takes a key that was reserved from the owner. What an owner has been assigned is not released.
func (s *State) Release(_ context.Context, space, key, owner string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := claim{Owner: owner, Space: space, Key: key, Released: true}
	if holder, taken := s.index.claims[c.id()]; !taken || holder != owner {
		return s.broken
	}
	line, err := encode(c)
	if err == nil {
		err = s.append(line)
	}
	if err != nil {
		return err
	}
	s.index.removeClaim(c)
	return nil
}

// syncDirectoryOf puts the entry of a file on the disk. On Windows directories cannot be synchronized, and need not be.
func syncDirectoryOf(name string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	dir, err := os.Open(filepath.Dir(name))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
