package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// files are the paths of the files to read. kinds may be empty.
type files struct {
	parties, kinds, ties string
}

func (f files) inOrder() []string { return []string{f.parties, f.kinds, f.ties} }

// An Import says what was read from files.
type Import struct {
	// PartyRows and TieRows count the rows of each file, the header row left out.
	PartyRows int `json:"party_rows"`
	TieRows   int `json:"tie_rows"`

	// ParallelTies is how many ties hold beside an earlier one of the same kind, parties and role,
	// because the periods of their rows overlap.
	ParallelTies int `json:"parallel_ties"`
}

// contents is what files say, ready to be loaded.
type contents struct {
	words   *vocabulary
	parties []relationship.Party
	ties    []joinedTie
	why     string // they are in the book
	counts  Import
	sum     string // of the names and all bytes of the files: the same for the same files only
}

// errProblems says that the files have problems, which the report holds.
var errProblems = errors.New("the files have problems")

// checkFiles reads and checks everything in files, so that nothing is loaded where anything is wrong.
func checkFiles(ctx context.Context, f files, rep *report, log io.Writer) (contents, error) {
	all, err := readFiles(f, rep, log)
	if err != nil {
		return contents{}, err
	}
	if err := checkTogether(ctx, all, rep); err != nil {
		return contents{}, err
	}
	if len(rep.problems) > 0 {
		return contents{}, errProblems
	}
	return all, nil
}

// load writes what files say into an empty store.
func load(ctx context.Context, store relationship.Store, all contents, log io.Writer) error {
	book := relationship.NewBook(store, relationship.Config{Kinds: all.words.kinds}).As("", all.why)
	return write(all, log, func(b relationship.Batch) error {
		_, err := book.Put(ctx, b)
		return err
	})
}

// readFiles reads all files, also where one of them has problems.
func readFiles(f files, rep *report, log io.Writer) (contents, error) {
	out := contents{
		words: readyVocabulary(),
		why:   "read from " + filepath.Base(f.parties) + " and " + filepath.Base(f.ties),
	}
	sum := sha256.New()
	var list partyList
	var rows []tieRow
	err := readFile(f.parties, sum, partyColumns(), rep, func(t *table) (err error) {
		list, err = readParties(t, filepath.Base(f.parties), progress(log, f.parties))
		return err
	})
	if err == nil && f.kinds != "" {
		err = readFile(f.kinds, sum, kindColumns(), rep, func(t *table) error { return readKinds(t, out.words) })
	}
	if err == nil {
		err = readFile(f.ties, sum, tieColumns(), rep, func(t *table) (err error) {
			rows, err = readTies(t, filepath.Base(f.ties), list, progress(log, f.ties))
			return err
		})
	}
	if err == nil {
		err = out.words.declareMissing(rows)
	}
	out.parties = list.parties
	ties, parallel := join(rows)
	out.ties = ties
	out.counts = Import{PartyRows: len(list.parties), TieRows: len(rows), ParallelTies: parallel}
	out.sum = fmt.Sprintf("%x", sum.Sum(nil))
	return out, err
}

// readFile reads a file, and adds it to a sum.
func readFile(path string, sum hash.Hash, want columns, rep *report, read func(*table) error) error {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close() // it was only read
	of := sha256.New()
	t, err := openTable(path, io.TeeReader(in, of), want, rep)
	if err != nil || t == nil {
		return err
	}
	err = read(t)
	fmt.Fprintf(sum, "%q %x\n", filepath.Base(path), of.Sum(nil))
	return err
}

// checkTogether reports ties that break the rules of their kinds. It writes everything into a store of
// its own, around the book that knows the rules, and then asks that book: so all that is wrong is
// found at once, and not only the first of it.
func checkTogether(ctx context.Context, all contents, rep *report) error {
	scratch := new(relationship.Memory)
	err := write(all, io.Discard, func(b relationship.Batch) error {
		b.At = time.Unix(0, 0)
		_, err := scratch.Write(ctx, b)
		return err
	})
	if err != nil {
		return err
	}
	var byRef map[relationship.Ref]*joinedTie // made when it is needed, which is hardly ever
	book := relationship.NewBook(scratch, relationship.Config{Kinds: all.words.kinds})
	for finding, err := range book.Check(ctx) {
		if err != nil {
			return err
		}
		if byRef == nil {
			byRef = map[relationship.Ref]*joinedTie{}
			for i := range all.ties {
				byRef[all.ties[i].tie.ID.Ref()] = &all.ties[i]
			}
		}
		if tie := byRef[finding.Ref]; tie != nil {
			tie.problem(rep, finding)
		}
	}
	return nil
}

// problem reports a rule of its kind that a tie breaks, at the first of its rows.
func (j *joinedTie) problem(rep *report, f relationship.Finding) {
	at := j.rows[0].kind
	switch {
	case strings.HasPrefix(f.Field, "From"):
		at = j.rows[0].from
	case strings.HasPrefix(f.Field, "To"):
		at = j.rows[0].to
	}
	rep.add(at, f.Rule)
}

// write hands over parties and then ties in batches of a thousand.
func write(all contents, log io.Writer, put func(relationship.Batch) error) error {
	const size = 1000
	told := progress(log, "written")
	for chunk := range slices.Chunk(all.parties, size) {
		if err := put(relationship.Batch{Parties: chunk}); err != nil {
			return err
		}
	}
	done := 0
	for chunk := range slices.Chunk(all.ties, size) {
		batch := relationship.Batch{}
		for _, j := range chunk {
			batch.Ties = append(batch.Ties, j.tie)
		}
		if err := put(batch); err != nil {
			return err
		}
		done += len(chunk)
		told(done)
	}
	return nil
}

// progress returns a function that says how far a long piece of work is, and says nothing of a short
// one.
func progress(log io.Writer, what string) func(done int) {
	const each = 100_000
	return func(done int) {
		if done%each == 0 {
			fmt.Fprintf(log, "%s: %s so far\n", what, number(done))
		}
	}
}
