package realdb_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// secret is in everything that is to be erased.
const secret = "unmistakable"

// writeSecrets writes a party, its ties and needs, all of them twice and one of them void, with the secret
// in every field that holds text, and keeps others who stay.
func writeSecrets(t *testing.T, s relationship.Store) *relationship.Book {
	t.Helper()
	book := relationship.NewBook(s, relationship.Config{}).As("clerk", "because of "+secret)
	fact := relationship.Fact{Name: secret + "-fact", Value: secret + "-value", Source: secret + "-source", Basis: relationship.Stated}
	at := time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)
	reading := relationship.Readings{{At: at, Source: secret + "-reading", Estimate: relationship.Estimate{Value: 0.5, Low: 0.4, High: 0.6, N: 1, Basis: relationship.Stated}}}
	p := person("gone", secret)
	p.Facts = []relationship.Fact{fact}
	x := friends("gone-stays", "gone", "stays")
	x.Facts, x.Ends.To = []relationship.Fact{fact}, relationship.End{Role: secret + "-role", Health: reading}
	n := relationship.Need{ID: "of-gone", Party: "gone", Text: secret + strings.Repeat(" and long", 1000), Importance: reading}
	void := relationship.Need{ID: "void", Party: "stays", Tie: "gone-stays", Text: secret}
	_, err := book.Put(t.Context(), relationship.Batch{
		Parties: []relationship.Party{p, person("stays", "Who Stays")}, Ties: []relationship.Tie{x}, Needs: []relationship.Need{n, void},
	})
	ok(t, err)
	ok(t, book.Void(t.Context(), void.ID.Ref()))
	for range 20 { // so that some versions come to lie on other pages
		_, err = book.UpdateParty(t.Context(), "gone", func(p *relationship.Party) error { p.Name += " " + secret; return nil })
		ok(t, err)
		_, err = book.UpdateTie(t.Context(), "gone-stays", func(x *relationship.Tie) error { x.Ends.From.Role += secret; return nil })
		ok(t, err)
		_, err = book.UpdateNeed(t.Context(), "of-gone", func(n *relationship.Need) error { n.Text += secret; return nil })
		ok(t, err)
	}
	return book
}

func TestWhatIsErasedIsInNoTable(t *testing.T) {
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		book := writeSecrets(t, d.store(t, "tenant"))
		if d.holding(t, secret) == 0 {
			t.Fatal("no table holds what is to be erased")
		}
		_, err := book.Erase(t.Context(), "gone")
		ok(t, err)
		if n := d.holding(t, secret); n > 0 {
			t.Errorf("%d rows hold what was erased", n)
		}
		if d.holding(t, "Who Stays") == 0 {
			t.Error("who was not erased is gone too")
		}
		sound(t, d.store(t, "tenant"))
	})
}

// holding returns how many rows of all tables hold a text.
func (d *database) holding(t *testing.T, text string) int {
	t.Helper()
	held := 0
	for _, table := range d.tables(t) {
		whole := table + "::text" // a row as text
		if d.file != nil {
			whole = strings.Join(d.rows(t, "select 'coalesce(\"' || name || '\", '''')' from pragma_table_info($1)", table), " || ")
		}
		for _, row := range d.rows(t, fmt.Sprintf("select %s from %s", whole, table)) {
			if strings.Contains(row, text) {
				held++
			}
		}
	}
	return held
}

func TestWhatIsErasedIsInNoSQLiteFile(t *testing.T) {
	t.Parallel()
	d := open(t, place{Engine: sqliteEngine, Source: sqliteSource(t)})
	book := writeSecrets(t, d.store(t, "tenant"))
	if len(filesWith(t, filepath.Dir(d.Source), secret)) == 0 {
		t.Fatal("no file holds what is to be erased")
	}
	_, err := book.Erase(t.Context(), "gone")
	ok(t, err)
	ok(t, d.file.Compact(t.Context()))
	if found := filesWith(t, filepath.Dir(d.Source), secret); len(found) > 0 {
		t.Errorf("%q hold what was erased", found)
	}
	d.intact(t)
}

func TestWhatIsErasedIsInNoFileOfAPostgresDatabase(t *testing.T) {
	t.Parallel()
	for _, e := range engines()[1:] {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			d := open(t, place{Engine: e.name, Source: e.source(t)})
			d.migrate(t)
			folder := d.folder(t)
			book := writeSecrets(t, d.store(t, "tenant"))
			d.exec(t, "checkpoint")
			if len(filesWith(t, folder, secret)) == 0 {
				t.Fatal("no file holds what is to be erased")
			}
			_, err := book.Erase(t.Context(), "gone")
			ok(t, err)
			d.forgets(t, folder)
		})
	}
}

// forgets fails where files of a folder hold the secret once the engine has put what it holds into them.
func (d *database) forgets(t *testing.T, folder string) {
	t.Helper()
	var found []string
	// More than once, as the server's own workers may be looking at a table, which keeps what they see;
	// and as its statistics, if it has taken any, hold samples until it takes others.
	for range 5 {
		if d.file != nil {
			ok(t, d.file.Compact(t.Context()))
		} else {
			d.exec(t, "vacuum (full, analyze)")
			d.exec(t, "checkpoint") // which removes the files that were replaced
		}
		if found = filesWith(t, folder, secret); len(found) == 0 {
			return
		}
	}
	t.Errorf("%q hold what was erased", found)
}

// leavesNoFileWith writes the secret into new databases, and then erases it.
func leavesNoFileWith(t *testing.T, write func(t *testing.T, d *database) (erase func() error)) {
	t.Helper()
	for _, e := range engines()[:2] {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			d := open(t, place{Engine: e.name, Source: e.source(t)})
			d.migrate(t)
			folder := filepath.Dir(d.Source)
			if d.file == nil {
				folder = d.folder(t)
			}
			erase := write(t, d)
			if d.file == nil {
				d.exec(t, "checkpoint")
			}
			if len(filesWith(t, folder, secret)) == 0 {
				t.Fatal("no file holds what is to be erased")
			}
			ok(t, erase())
			d.forgets(t, folder)
			d.intact(t)
		})
	}
}

// folder returns the folder with the tables of a PostgreSQL database. It skips the test where that
// cannot be read.
func (d *database) folder(t *testing.T) string {
	t.Helper()
	folder := d.rows(t, "select current_setting('data_directory') || '/base/' || (select oid from pg_database where datname = current_database())")[0]
	if _, err := os.ReadDir(folder); err != nil {
		t.Skipf("the files of the server cannot be read: %v", err)
	}
	return folder
}

// filesWith returns the files of a folder that hold a text.
func filesWith(t *testing.T, folder, text string) []string {
	t.Helper()
	files, err := os.ReadDir(folder)
	ok(t, err)
	var found []string
	for _, f := range files {
		content, err := os.ReadFile(filepath.Join(folder, f.Name()))
		if os.IsNotExist(err) {
			continue // the server removed it meanwhile
		}
		ok(t, err)
		if bytes.Contains(content, []byte(text)) {
			found = append(found, f.Name())
		}
	}
	return found
}
