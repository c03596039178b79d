package sqlite_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/kithcrm/kith/relationship"
)

// remembered returns which of the texts are in any file of a folder.
func remembered(t *testing.T, dir string, texts ...string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts {
			if bytes.Contains(content, []byte(text)) {
				found = append(found, text+" in "+filepath.Base(file))
			}
		}
	}
	return found
}

func TestNothingOfTheErasedIsLeftInTheFileOnceItIsCompact(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db := openAt(t, filepath.Join(dir, "kith.db"))
	s := stores(t, db, "a")
	ann, bob := person("ann"), person("bob")
	tie := relationship.Tie{ID: "t", Kind: "knows", From: "bob", To: "ann", Stints: []relationship.Stint{{}}}
	need := relationship.Need{ID: "n", Party: "bob", Tie: "t", Text: "secret-need"}
	bob.Name = "kept-name"
	secrets := []string{"secret-need", "secret-role", "secret-why"}
	for i := range 50 {
		ann.Name = fmt.Sprintf("secret-name-%02d", i)
		ann.Facts = []relationship.Fact{{Name: "note", Value: fmt.Sprintf("secret-fact-%02d-%05000d", i, i), Basis: relationship.Stated}}
		secrets = append(secrets, ann.Name, fmt.Sprintf("secret-fact-%02d", i))
		tie.Ends.To.Role = "secret-role"
		b := relationship.Batch{Why: "secret-why", Parties: []relationship.Party{ann, bob}, Ties: []relationship.Tie{tie}, Needs: []relationship.Need{need}}
		rev := writeBatch(t, s, b)
		ann.Rev, bob.Rev, tie.Rev, need.Rev = rev, rev, rev, rev
	}
	if len(remembered(t, dir, "secret-why")) == 0 {
		t.Fatal("nothing is in the file before the erasure, so that this test shows nothing")
	}
	writeBatch(t, s, relationship.Batch{Erase: []relationship.PartyID{"ann"}})
	if err := db.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left := remembered(t, dir, secrets...); len(left) > 0 {
		t.Errorf("still there: %q", left)
	}
	if len(remembered(t, dir, "kept-name")) == 0 {
		t.Error("what was not erased is not in the file")
	}
}
