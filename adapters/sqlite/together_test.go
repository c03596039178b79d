package sqlite_test

import (
	"path/filepath"
	"sync"
	"testing"

	"github.com/kithcrm/kith/relationship"
)

// TestProgramsThatShareAFileLoseNothing has several handles on one file, as several programs would,
// count in one record.
func TestProgramsThatShareAFileLoseNothing(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "kith.db")
	write(t, stores(t, openAt(t, path), "a"), person("ann"))
	const programs, times = 4, 25
	var all sync.WaitGroup
	for range programs {
		book := relationship.NewBook(stores(t, openAt(t, path), "a"), relationship.Config{})
		all.Go(func() {
			for range times {
				_, err := book.UpdateParty(t.Context(), "ann", func(p *relationship.Party) error {
					p.Name += "."
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if got := len(names(t, stores(t, openAt(t, path), "a"))["ann"]); got != programs*times {
		t.Errorf("counted %d, want %d", got, programs*times)
	}
}
