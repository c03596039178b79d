package table_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/kithcrm/kith/internal/table"
	"pgregory.net/rapid"
)

func ids(records []record) []string {
	var out []string
	for _, r := range records {
		out = append(out, r.id)
	}
	return out
}

// A plainLog is what each batch wrote or made void, in order.
type plainLog struct {
	wrote map[int64][]record
	void  map[int64]string
}

func (p plainLog) seqs(id string) []int64 {
	var seqs []int64
	for seq, records := range p.wrote {
		if slices.Contains(ids(records), id) || p.void[seq] == id {
			seqs = append(seqs, seq)
		}
	}
	slices.Sort(seqs)
	return seqs
}

func (p plainLog) erase(id string) {
	for seq, records := range p.wrote {
		p.wrote[seq] = slices.DeleteFunc(records, func(r record) bool { return r.id == id })
		if p.void[seq] == id {
			p.void[seq] = ""
		}
	}
}

func TestShelfKnowsWhatEachBatchWrote(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		shelf, plain := table.NewShelf(spec()), plainLog{map[int64][]record{}, map[int64]string{}}
		for seq := range rapid.Int64Range(1, 30).Draw(t, "batches") {
			seq++
			switch id := fmt.Sprint(rapid.IntRange(0, 5).Draw(t, "id")); rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				shelf.EraseID(id)
				plain.erase(id)
			case 1:
				if shelf.RevOf(id) > 0 {
					shelf.VoidID(seq, id)
					plain.wrote[seq], plain.void[seq] = nil, id
				}
			default:
				var records []record
				for _, n := range rapid.SliceOfNDistinct(rapid.IntRange(0, 5), 1, 4, rapid.ID).Draw(t, "records") {
					records = append(records, record{fmt.Sprint(n), []string{"k"}, int(seq)})
				}
				plain.wrote[seq] = slices.Clone(records)
				shelf.PutAll(seq, records)
			}
		}
		for seq := int64(1); seq <= 31; seq++ {
			if got := shelf.Wrote(seq); !slices.EqualFunc(got, plain.wrote[seq], equal) {
				t.Fatalf("Wrote(%d) = %v, want %v", seq, got, plain.wrote[seq])
			}
		}
		for n := range 6 {
			got := shelf.Seqs(fmt.Sprint(n))
			slices.Sort(got)
			if want := plain.seqs(fmt.Sprint(n)); !slices.Equal(got, want) {
				t.Fatalf("Seqs(%d) = %v, want %v", n, got, want)
			}
		}
	})
}

func TestEraseTellsWhichBatchesLoseSomething(t *testing.T) {
	t.Parallel()
	shelf := table.NewShelf(spec())
	shelf.PutAll(1, []record{{id: "a"}, {id: "b"}})
	shelf.PutAll(2, []record{{id: "a"}})
	shelf.VoidID(3, "a")
	if got := shelf.EraseID("a"); !slices.Equal(got, []int64{3, 2, 1}) {
		t.Errorf("EraseID = %v, want 3, 2 and 1", got)
	}
	if got := ids(shelf.Wrote(1)); !slices.Equal(got, []string{"b"}) {
		t.Errorf("what is left of the first batch: got %v, want b", got)
	}
	if got := shelf.Wrote(2); len(got) > 0 {
		t.Errorf("what is left of the second batch: got %v, want nothing", got)
	}
	if got := shelf.EraseID("a"); got != nil {
		t.Errorf("erased again: got %v, want nothing", got)
	}
}

func TestShelfFindsByAnIndex(t *testing.T) {
	t.Parallel()
	shelf := table.NewShelf(spec())
	shelf.PutAll(1, []record{{id: "b", keys: []string{"k"}}, {id: "a", keys: []string{"k"}}, {id: "c"}})
	shelf.VoidID(2, "a")
	if got := shelf.IDsBy(0, "k"); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("IDsBy = %v, want a and b, void or not", got)
	}
}
