package relationship_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/kithcrm/kith/relationship"
)

// FuzzRecordsInText reads any text as records: none may panic, and what was read must be written and
// read again as it was.
func FuzzRecordsInText(f *testing.F) {
	for _, seed := range []string{
		`{"id":"p1","rev":1,"kind":"person","facts":[{"name":"city","value":"Bern","basis":"stated"}]}`,
		`{"facts":[{"name":"born","instant":"1950-02-28T00:00:00.000000001Z","basis":"observed"}]}`,
		`{"facts":[{"name":"x","value":{"a":[1,null]},"basis":"guessed"}]}`,
		`{"seq":3,"at":"2026-01-01T00:00:00Z","void":[{"ref":"tie:t1","rev":2}],"erase":["p1"]}`,
		`{"id":"t1","from":"p1","to":"p2","stints":[{"ended":true}],"ends":{"from":{"health":[{"estimate":{"value":0.5,"low":0,"high":1,"basis":"stated"}}]}}}`,
		`{"void":[{"ref":"no colon"}]}`, `{"basis":"certain"}`, `null`, ``,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		thereAndBack[relationship.Party](t, text)
		thereAndBack[relationship.Tie](t, text)
		thereAndBack[relationship.Need](t, text)
		thereAndBack[relationship.Batch](t, text)
		var ref relationship.Ref
		if err := ref.UnmarshalText(text); err == nil && ref.String() != string(text) {
			t.Errorf("a Ref of %q reads %q", text, ref)
		} else if err != nil && !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("UnmarshalText(%q) = %v, want ErrInvalid", text, err)
		}
	})
}

func thereAndBack[T any](t *testing.T, text []byte) {
	t.Helper()
	var read, again T
	if json.Unmarshal(text, &read) != nil {
		return
	}
	written, err := json.Marshal(read)
	if err != nil {
		return // such as a year that text cannot hold
	}
	if err := json.Unmarshal(written, &again); err != nil {
		t.Fatalf("what was written cannot be read: %v\n%s", err, written)
	}
	if diff := cmp.Diff(read, again, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("written and read again differs (-want +got):\n%s", diff)
	}
}
