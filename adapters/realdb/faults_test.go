package realdb_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kithcrm/kith/internal/realparts"
	"github.com/kithcrm/kith/relationship"
)

// isRefusal reports whether an error says that the caller did something wrong.
func isRefusal(err error) bool {
	for _, known := range []error{
		relationship.ErrNotFound, relationship.ErrExists, relationship.ErrInvalid, relationship.ErrStale, relationship.ErrBrokenStore,
	} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

func TestAServerThatGoesAwayInMidWriteLosesNothing(t *testing.T) {
	t.Parallel()
	server := realparts.OwnPostgres(t)
	d := open(t, place{Engine: postgresEngine, Source: server.Database(t)})
	d.migrate(t)
	const writers = 4
	book := relationship.NewBook(d.store(t, "tenant"), relationship.Config{})
	acks := make([][]ack, writers)
	errs := make([]error, writers)
	var all, begun sync.WaitGroup
	begun.Add(writers)
	for w := range writers {
		all.Go(func() {
			for n := 0; errs[w] == nil; n++ {
				var b relationship.Batch
				if b, errs[w] = book.Put(t.Context(), trio(fmt.Sprintf("%d/%d", w, n))); errs[w] == nil {
					acks[w] = append(acks[w], ack{Writer: w, Step: n, Batches: []relationship.Batch{b}})
				}
				if n == 0 {
					begun.Done()
				}
			}
		})
	}
	begun.Wait()
	server.Kill(t)
	all.Wait() // that they end is what is tested
	for _, err := range append(errs, book.Void(t.Context(), relationship.PartyID("0/0/a").Ref())) {
		if err == nil || isRefusal(err) || strings.Contains(err.Error(), "0/") {
			t.Errorf("without a server: got error %v, want that of the connection", err)
		}
	}

	server.Restart(t)
	stale := 0
	for ; ; stale++ { // connections of the pool that are not there any more
		if _, err := book.PutParty(t.Context(), person("after", "after")); err == nil {
			break
		} else if stale == 2*writers {
			t.Fatalf("after the restart: %v", err)
		}
	}
	t.Logf("%d writes failed after the restart", stale)
	for w := range writers {
		holds(t, d.store(t, "tenant"), acks[w])
	}
}

// large returns a batch that takes long enough to be met in the middle.
func large(name string) relationship.Batch {
	b := relationship.Batch{At: time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)}
	for n := range 300 {
		b.Parties = append(b.Parties, person(relationship.PartyID(fmt.Sprintf("%s/%d", name, n)), strings.Repeat(name, 20)))
	}
	return b
}

// holdsParties returns how many parties of a batch are there.
func holdsParties(t *testing.T, s relationship.Store, b relationship.Batch) int {
	t.Helper()
	var ids []relationship.PartyID
	for _, p := range b.Parties {
		ids = append(ids, p.ID)
	}
	page, err := s.Parties(t.Context(), relationship.PartyQuery{IDs: ids})
	ok(t, err)
	return len(page.Records)
}

// cancelled writes batches whose context is cancelled in mid-write, and checks that each is there
// or not, as was said.
func cancelled(t *testing.T, s relationship.Store) {
	t.Helper()
	start := time.Now()
	_, err := s.Write(t.Context(), large("first"))
	ok(t, err)
	usual := time.Since(start)
	refused := 0
	for n := range 40 {
		b := large(fmt.Sprint(n))
		ctx, cancel := context.WithCancel(t.Context())
		timer := time.AfterFunc(rand.N(usual*5/4), cancel)
		_, err := s.Write(ctx, b)
		timer.Stop()
		cancel()
		want := len(b.Parties)
		if err != nil {
			want = 0
			refused++
			if !errors.Is(err, context.Canceled) {
				t.Errorf("got error %v, want that of the context", err)
			}
		}
		if got := holdsParties(t, s, b); got != want {
			t.Fatalf("the write said %v, and %d of its %d parties are there", err, got, len(b.Parties))
		}
	}
	if refused == 0 {
		t.Log("no write was met in the middle")
	}
}

func TestAContextThatIsCancelledInMidWrite(t *testing.T) {
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		s := d.store(t, "tenant")
		cancelled(t, s)
		sound(t, s)
		d.intact(t)
	})
}

func TestAContextThatIsCancelledInMidWriteLeavesTheTransactionUsable(t *testing.T) {
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		tx, err := d.db.Begin()
		ok(t, err)
		defer tx.Rollback() // which does nothing after a commit
		stores, err := d.within(tx, "tenant")
		ok(t, err)
		cancelled(t, stores.Relationship())
		ok(t, tx.Commit())
		log := sound(t, d.store(t, "tenant"))
		if len(log) == 0 {
			t.Error("nothing was committed")
		}
	})
}

// diskVariable is the variable of the environment that says that mounts are this process's own.
const diskVariable = "KITH_REALDB_DISK"

func TestAFullDiskLosesNothing(t *testing.T) {
	t.Parallel()
	if os.Getenv(diskVariable) == "" {
		inOwnMounts(t)
		return
	}
	folder := smallDisk(t)
	d := open(t, place{Engine: sqliteEngine, Source: filepath.Join(folder, "kith.db")})
	s := d.store(t, "tenant")
	var there []relationship.Batch
	var failed relationship.Batch
	for n := 0; failed.Parties == nil; n++ {
		b := large(fmt.Sprint(n))
		_, err := s.Write(t.Context(), b)
		if err == nil {
			there = append(there, b)
			continue
		}
		failed = b
		if isRefusal(err) || !strings.Contains(err.Error(), "full") {
			t.Errorf("got error %v, want one that says that the disk is full", err)
		}
	}
	for _, b := range there {
		if got := holdsParties(t, s, b); got != len(b.Parties) {
			t.Fatalf("of a batch that was acknowledged, %d of %d parties are there", got, len(b.Parties))
		}
	}
	if got := holdsParties(t, s, failed); got != 0 {
		t.Errorf("of the batch that found no room, %d parties are there", got)
	}
	t.Logf("%d batches found room", len(there))

	remount(t, folder, "size=16m")
	_, err := s.Write(t.Context(), failed)
	ok(t, err)
	if log := sound(t, s); len(log) != len(there)+1 {
		t.Errorf("the log has %d batches, want %d", len(log), len(there)+1)
	}
	d.intact(t)
}

func TestAReadOnlyDiskLosesNothing(t *testing.T) {
	t.Parallel()
	if os.Getenv(diskVariable) == "" {
		inOwnMounts(t)
		return
	}
	folder := smallDisk(t)
	place := place{Engine: sqliteEngine, Source: filepath.Join(folder, "kith.db")}
	b := large("first")
	reopened(t, place, func(d *database) {
		_, err := d.store(t, "tenant").Write(t.Context(), b)
		ok(t, err)
	})
	remount(t, folder, "ro")
	if d, err := place.open(t.Context()); err == nil {
		t.Errorf("a file that cannot be written was opened; closing it: %v", d.close())
	} else if isRefusal(err) || !strings.Contains(err.Error(), "readonly") && !strings.Contains(err.Error(), "unable to open") {
		t.Errorf("got error %v, want one that says that the file cannot be written", err)
	}
	remount(t, folder, "rw")
	reopened(t, place, func(d *database) {
		s := d.store(t, "tenant")
		if got := holdsParties(t, s, b); got != len(b.Parties) {
			t.Errorf("of what was acknowledged, %d of %d parties are there", got, len(b.Parties))
		}
		_, err := s.Write(t.Context(), large("second"))
		ok(t, err)
		d.intact(t)
	})
}

// smallDisk returns a folder that is a disk of its own, until the test ends.
func smallDisk(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder).CombinedOutput(); err != nil {
		t.Skipf("%v: %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", folder).CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	})
	return folder
}

// remount changes how the disk can be used.
func remount(t *testing.T, folder, how string) {
	t.Helper()
	if out, err := exec.Command("mount", "-o", "remount,"+how, folder).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// inOwnMounts runs the test in a process of its own whose mounts nobody else sees, so that they go with it.
func inOwnMounts(t *testing.T) {
	t.Helper()
	cmd := exec.Command("unshare", "--mount", os.Args[0], "-test.v", "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), diskVariable+"=1")
	out, err := cmd.CombinedOutput()
	switch {
	case err == nil && bytes.Contains(out, []byte("--- PASS: "+t.Name())):
	case bytes.Contains(out, []byte("FAIL")) || bytes.Contains(out, []byte("panic")):
		t.Errorf("%v\n%s", err, out)
	default:
		t.Skipf("a small disk cannot be mounted, which takes root on Linux: %v\n%s", err, out)
	}
}
