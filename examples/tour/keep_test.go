package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/kithcrm/kith/adapters/sqlstore"
	"github.com/kithcrm/kith/internal/realparts"
	"github.com/kithcrm/kith/relationship"
)

// twice runs the program twice, and once without a database, and expects the same tour each time.
func twice(t *testing.T, db, where string, args ...string) {
	t.Helper()
	want, stderr, status := tour(t, args...)
	if status != done || stderr != "" {
		t.Fatalf("in memory: got status %d, %s", status, stderr)
	}
	for _, note := range []string{"the data are now kept in ", "the data of an earlier run were found in "} {
		got, stderr, status := tour(t, append([]string{"-db", db}, args...)...)
		if status != done || stderr != "tour: "+note+where+"\n" {
			t.Fatalf("got status %d, %q, want %q", status, stderr, note+where)
		}
		if got != want {
			t.Errorf("%s: got another tour than in memory:\n%s", note, got)
		}
	}
}

// nothingOpen expects none of the files that SQLite has beside its own until the last connection is
// closed.
func nothingOpen(t *testing.T, path string) {
	t.Helper()
	for _, beside := range []string{"-wal", "-shm", "-journal"} {
		if _, err := os.Stat(path + beside); err == nil {
			t.Errorf("%s%s is left: the file is open", path, beside)
		}
	}
}

func TestASecondRunFindsWhatTheFirstMadeUp(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a tour?.db")
	twice(t, path, path)
	twice(t, path, path, "-seed", "7", "-shops", "5", "-json")
	twice(t, path, path, "-seed", "7", "-shops", "6", "-json")
	nothingOpen(t, path)
}

func TestASecondRunFindsWhatTheFirstRead(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "tour.db")
	twice(t, path, path, small()...)
	twice(t, path, path, "-parties", "testdata/parties.csv", "-ties", "testdata/ties.csv")
	nothingOpen(t, path)
}

func TestFilesThatChangedAreReadAnew(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "tour.db")
	for _, c := range []struct{ ties, note, shown string }{
		{"kind,from,to\nknows,a,b\n", "now kept", "1 tie between"},
		{"kind,from,to\nknows,a,b\nworks-for,a,o\n", "now kept", "2 ties between"},
		{"kind,from,to\nknows,a,b\n", "were found", "1 tie between"},
	} {
		stdout, stderr, status := tourOf(t, goodParties, c.ties, "", "-db", path)
		if status != done || !strings.Contains(stderr, c.note) || !strings.Contains(stdout, c.shown) {
			t.Errorf("got status %d, %q, want %q and %q in:\n%s", status, stderr, c.note, c.shown, stdout)
		}
	}
}

func TestAServerKeepsTheSameTour(t *testing.T) {
	t.Parallel()
	address := realparts.Postgres(t)
	where, _, _ := strings.Cut(address, "?")
	if before, host, has := strings.Cut(where, "@"); has {
		where = before[:strings.Index(before, "://")+3] + host
	}
	twice(t, address, where)
	twice(t, address, where, small("-json")...)
}

// Two first runs at the same moment both find nothing. The second one to write finds that it has come
// too late, and picks up what is there.
func TestTwoFirstRunsAtTheSameMomentKeepOneTour(t *testing.T) {
	t.Parallel()
	for _, db := range []string{realparts.Postgres(t), filepath.Join(t.TempDir(), "tour.db")} {
		const runs = 2
		var both, all sync.WaitGroup
		both.Add(runs)
		var logs [runs]strings.Builder
		for i := range runs {
			all.Go(func() {
				k, err := openKeeper(t.Context(), settings{db: db})
				if err != nil {
					t.Error(err)
					both.Done()
					return
				}
				defer k.close()
				_, err = k.keep(t.Context(), "s", &logs[i], func(store relationship.Store) error {
					if k.dialect == sqlstore.PostgreSQL { // in a SQLite file, one run at a time gets as far as this
						both.Done()
						both.Wait()
					}
					p := relationship.Party{ID: "p", Kind: relationship.Person}
					_, err := relationship.NewBook(store, relationship.Config{}).PutParty(t.Context(), p)
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if said := logs[0].String() + logs[1].String(); strings.Count(said, "now kept") != 1 || strings.Count(said, "were found") != 1 {
			t.Errorf("got %q, want that one run kept the data and one found them", said)
		}
	}
}

// Without -db, what was made up is kept, and what files say is not.
func TestTheDefaultIsAFileForTheMadeUpCaseOnly(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData"} {
		t.Setenv(name, dir)
	}
	for i, want := range []string{"now kept", "were found"} {
		var stdout, stderr strings.Builder
		if status := run(t.Context(), small(), &stdout, &stderr); status != done || stderr.String() != "" {
			t.Fatalf("files: got status %d, %s", status, &stderr)
		}
		if made, _ := os.ReadDir(dir); len(made) != i {
			t.Errorf("%d things are in the folder, want %d", len(made), i)
		}
		status := run(t.Context(), []string{"-shops", "3"}, &stdout, &stderr)
		if status != done || !strings.Contains(stderr.String(), want) || !strings.Contains(stderr.String(), dir) {
			t.Errorf("got status %d, %q, want %q", status, &stderr, want)
		}
	}
}

func TestWithoutAFolderForItsFileTheProgramAsksForOne(t *testing.T) {
	for _, name := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData"} {
		t.Setenv(name, "")
	}
	var stdout, stderr strings.Builder
	status := run(t.Context(), nil, &stdout, &stderr)
	if status != failed || stdout.String() != "" || !strings.Contains(stderr.String(), "-db: name a file") {
		t.Errorf("got status %d, %q", status, &stderr)
	}
}

func TestABadDatabaseIsTold(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("this is no database\n", 100)), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ db, want string }{
		{dir, dir},
		{text, "file is not a database"},
		{filepath.Join(dir, "none", "tour.db"), "unable to open"},
		{"postgres://me:secret@127.0.0.1:1/tour?connect_timeout=5", "127.0.0.1"},
		{"postgres://me:secret@127.0.0.1:port/tour", "must be a URL"},
		{"postgres://me:secret@127.0.0.1/tour?sslmode=nonsense", "sslmode"},
	} {
		for _, args := range [][]string{{"-shops", "2"}, small()} {
			stdout, stderr, status := tour(t, append([]string{"-db", c.db}, args...)...)
			if status != failed || stdout != "" || !strings.Contains(stderr, "tour: -db: ") || !strings.Contains(stderr, c.want) {
				t.Errorf("%s: got status %d, %q, want %q", c.db, status, stderr, c.want)
			}
			if strings.Contains(stderr, "secret") {
				t.Errorf("the password is told: %s", stderr)
			}
		}
	}
	nothingOpen(t, text)
}

// A run that fails half-way leaves nothing behind that looks like the data of an earlier one.
func TestARunThatFailedHalfwayLeavesNothing(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "tour.db")
	k, err := openKeeper(t.Context(), settings{db: path})
	if err != nil {
		t.Fatal(err)
	}
	failure := errors.New("a failure")
	for _, want := range []error{failure, nil} {
		_, err := k.keep(t.Context(), "s", io.Discard, func(store relationship.Store) error {
			p := relationship.Party{Kind: relationship.Person}
			_, err := relationship.NewBook(store, relationship.Config{}).PutParty(t.Context(), p)
			return errors.Join(err, want)
		})
		if !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	store, err := k.keep(t.Context(), "s", io.Discard, nil)
	if err != nil {
		t.Fatal(err)
	}
	page, err := store.Parties(t.Context(), relationship.PartyQuery{})
	if err != nil || len(page.Records) != 1 {
		t.Errorf("got %d parties, %v, want those of the run that did not fail", len(page.Records), err)
	}
	if err := k.close(); err != nil {
		t.Error(err)
	}
	nothingOpen(t, path)
}
