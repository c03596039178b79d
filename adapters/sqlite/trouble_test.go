package sqlite_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/adapters/sqlite"
	"github.com/kithcrm/kith/adapters/sqlstore"
	"github.com/kithcrm/kith/relationship"
)

func TestWhatIsNoDatabaseIsNotOpened(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text := filepath.Join(dir, "letter.txt")
	if err := os.WriteFile(text, []byte(strings.Repeat("Dear customer, ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{text, dir, filepath.Join(dir, "missing", "kith.db")} {
		db, err := sqlite.Open(t.Context(), path, sqlite.Config{})
		if err == nil {
			_ = db.Close()
			t.Errorf("%s was opened", filepath.Base(path))
		}
	}
	if kept, err := os.ReadFile(text); err != nil || !strings.HasPrefix(string(kept), "Dear") {
		t.Errorf("the file that is no database was changed: %v", err)
	}
}

func TestReadOnlyFileIsReadAndNotWritten(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "kith.db")
	write(t, stores(t, openAt(t, path), "a"), person("ann"))
	db := handle(t, path, map[string][]string{"mode": {"ro"}})
	s, err := sqlstore.On(db, sqlstore.Config{Scope: "a", Dialect: sqlstore.SQLite})
	if err != nil {
		t.Fatal(err)
	}
	if got := names(t, s.Relationship()); len(got) != 1 {
		t.Errorf("got %d parties, want 1", len(got))
	}
	_, err = s.Relationship().Write(t.Context(), relationship.Batch{At: noon(), Parties: []relationship.Party{person("bob")}})
	if err == nil || !strings.Contains(err.Error(), "readonly") {
		t.Errorf("write: got error %v, want one that says readonly", err)
	}
	if err := sqlstore.Migrate(t.Context(), db, sqlstore.SQLite); err != nil {
		t.Errorf("migrate, with nothing to do: %v", err)
	}
}

func TestSchemaThatIsNotThereIsAnError(t *testing.T) {
	t.Parallel()
	s, err := sqlstore.On(handle(t, filepath.Join(t.TempDir(), "new.db"), rightly()), sqlstore.Config{Scope: "a", Dialect: sqlstore.SQLite})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Relationship().Parties(t.Context(), relationship.PartyQuery{}); err == nil || !strings.Contains(err.Error(), "no such table") {
		t.Errorf("got error %v, want one that says that there is no such table", err)
	}
}

func TestWriterThatWaitsGivesUpWithItsContext(t *testing.T) {
	t.Parallel()
	db := openFile(t)
	s := stores(t, db, "a")
	tx, err := db.Handle().BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	batch := relationship.Batch{At: noon(), Parties: []relationship.Party{person("ann")}}
	if _, err := s.Write(ctx, batch); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got error %v, want one matching %v", err, context.DeadlineExceeded)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Write(t.Context(), batch); err != nil {
		t.Errorf("when the other is done: %v", err)
	}
}

func TestWriterThatWaitsForAnotherProgramGivesUpWithItsContext(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "kith.db")
	tx, err := openAt(t, path).Handle().BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	other, err := sqlite.Open(t.Context(), path, sqlite.Config{Wait: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	s := stores(t, other, "a")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err = s.Write(ctx, relationship.Batch{At: noon(), Parties: []relationship.Party{person("ann")}})
	if took := time.Since(start); !errors.Is(err, context.DeadlineExceeded) || took > 5*time.Second {
		t.Errorf("got error %v after %v, want one matching %v soon", err, took, context.DeadlineExceeded)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
}

// TestBatchWhoseContextEndsIsWrittenWholeOrNotAtAll ends contexts at many moments of a write.
func TestBatchWhoseContextEndsIsWrittenWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	db := openFile(t)
	const size = 300
	for round := range 40 {
		s := stores(t, db, string(rune('a'+round)))
		b := relationship.Batch{At: noon()}
		for i := range size {
			b.Parties = append(b.Parties, person(relationship.PartyID("party-"+string(rune('a'+i)))))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(round)*200*time.Microsecond)
		_, err := s.Write(ctx, b)
		cancel()
		want := size
		if err != nil {
			want = 0
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got error %v, want one matching %v", err, context.DeadlineExceeded)
			}
		}
		if got := len(names(t, s)); got != want {
			t.Fatalf("round %d: got %d parties after error %v, want %d", round, got, err, want)
		}
	}
}

func TestRulesOfTheConfigAreKept(t *testing.T) {
	t.Parallel()
	for _, cfg := range []sqlstore.Config{
		{}, {Scope: "a"}, {Dialect: sqlstore.SQLite}, {Scope: "a", Dialect: 7}, {Scope: "a\x00", Dialect: sqlstore.SQLite},
		{Scope: "\xff", Dialect: sqlstore.SQLite}, {Scope: strings.Repeat("x", 256), Dialect: sqlstore.SQLite},
	} {
		if _, err := sqlstore.On(nil, cfg); !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("On with scope %.10q, dialect %v: got error %v, want one matching %v", cfg.Scope, cfg.Dialect, err, relationship.ErrInvalid)
		}
		if _, err := sqlstore.In(nil, cfg); !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("In with scope %.10q, dialect %v: got error %v, want one matching %v", cfg.Scope, cfg.Dialect, err, relationship.ErrInvalid)
		}
	}
}

func TestQuestionsThatNoRecordCanAnswerFindNothing(t *testing.T) {
	t.Parallel()
	s := stores(t, openFile(t), "a")
	write(t, s, person("\ufffd"), person("a"))
	for _, id := range []relationship.PartyID{"\xff", "a\x00", "\x00"} {
		page, err := s.Parties(t.Context(), relationship.PartyQuery{IDs: []relationship.PartyID{id}})
		if err != nil || len(page.Records) > 0 || !page.Last {
			t.Errorf("%q: got %d parties and error %v, want none", id, len(page.Records), err)
		}
	}
	page, err := s.Parties(t.Context(), relationship.PartyQuery{After: "a\x00"})
	if err != nil || len(page.Records) != 1 {
		t.Errorf("after an ID with NUL: got %d parties and error %v, want 1", len(page.Records), err)
	}
}

func TestLongTextComesBackAsItWent(t *testing.T) {
	t.Parallel()
	s := stores(t, openFile(t), "a")
	ann := person("ann")
	ann.Name = strings.Repeat("O'Brien \"שלום\" 👩‍👩‍👧 '); drop table kith_record; -- \\ ", 20_000)
	write(t, s, ann)
	if got := names(t, s)["ann"]; got != ann.Name {
		t.Errorf("got a name of %d bytes, want the %d that were written", len(got), len(ann.Name))
	}
}
