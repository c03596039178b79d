package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kithcrm/kith/relationship"
)

// Whatever the bytes of the files, either there are problems, and no book, or all rows are loaded.
func FuzzFiles(f *testing.F) {
	f.Add([]byte(goodParties), []byte(goodTies+"works-for,a,o,2020-01-01,former,1,0,3,fitter\n"))
	f.Add([]byte("\ufeffid,kind,name\r\n\"a\",person,\"x\"\"y\"\r\n"), []byte("type,from,to\nknows,a,a\n"))
	f.Add([]byte("id,kind,name\na,\xff,\n"), []byte("kind,from,to\n\"\n"))
	f.Add([]byte(goodParties), []byte("kind,from,to,valid_from,valid_to,weight\nx:y,a,b,0001-01-01,9999-12-30,1e308\nx:y,a,b,,,1e308\n"))
	f.Fuzz(func(t *testing.T, parties, ties []byte) {
		dir := t.TempDir()
		paths := files{parties: filepath.Join(dir, "parties.csv"), ties: filepath.Join(dir, "ties.csv")}
		for path, text := range map[string][]byte{paths.parties: parties, paths.ties: ties} {
			if err := os.WriteFile(path, text, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		var rep report
		var log bytes.Buffer
		all, err := checkFiles(t.Context(), paths, &rep, &log)
		if err != nil {
			if !errors.Is(err, errProblems) || len(rep.problems) == 0 {
				t.Fatalf("got %v and %d problems", err, len(rep.problems))
			}
			return
		}
		counts, store := all.counts, new(relationship.Memory)
		if err := load(t.Context(), store, all, &log); err != nil {
			t.Fatal(err)
		}
		book := relationship.NewBook(store, relationship.Config{Kinds: all.words.kinds})
		v := view{book: book, words: all.words, now: today()}
		shown, err := v.look(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(rep.problems) > 0 || shown.Counts.Parties != counts.PartyRows || shown.Counts.Stints != counts.TieRows {
			t.Errorf("got %+v of %+v, and %d problems", shown.Counts, counts, len(rep.problems))
		}
		var out strings.Builder
		p := &printer{out: &out, tour: shown}
		if p.print(); p.err != nil {
			t.Error(p.err)
		}
		if err := printJSON(&out, shown); err != nil {
			t.Error(err)
		}
	})
}
