package table

import (
	"cmp"
	"iter"
	"slices"

	"github.com/kithcrm/kith/internal/batch"
	"github.com/kithcrm/kith/internal/rules"
)

// A journal is what is known of each batch, beside the records, which are on the shelves.
type journal struct {
	batches []batch.Head          // in increasing order of Seq
	erased  map[batch.Ref][]int64 // which batches erased someone
}

// number gives a batch the next number, and an instant that is not before that of the last.
func (j *journal) number(b *batch.Head) {
	var last batch.Head
	if n := len(j.batches); n > 0 {
		last = j.batches[n-1]
	}
	b.Seq, b.At = last.Seq+1, rules.UTC(b.At)
	if last.At.After(b.At) {
		b.At = last.At
	}
}

func (j *journal) add(b batch.Head) {
	j.batches = append(j.batches, b)
	for _, r := range b.Erase {
		if j.erased == nil {
			j.erased = map[batch.Ref][]int64{}
		}
		j.erased[r] = append(j.erased[r], b.Seq)
	}
}

// find returns the place of the first batch whose number is seq or above, and whether it is seq.
func (j *journal) find(seq int64) (int, bool) {
	return slices.BinarySearchFunc(j.batches, seq, func(b batch.Head, seq int64) int { return cmp.Compare(b.Seq, seq) })
}

// lose takes from a batch what it tells of records that are gone.
func (j *journal) lose(seq int64, gone map[batch.Ref]bool) {
	i, _ := j.find(seq)
	b := &j.batches[i]
	b.Void = slices.DeleteFunc(b.Void, func(v batch.Voided) bool { return gone[v.Ref] })
	b.Why = ""
}

// after yields the batches with greater numbers, in order.
func (j *journal) after(seq int64) iter.Seq[*batch.Head] {
	return func(yield func(*batch.Head) bool) {
		i, found := j.find(seq)
		if found {
			i++
		}
		for ; i < len(j.batches); i++ {
			if !yield(&j.batches[i]) {
				return
			}
		}
	}
}

// these yields the batches with some numbers, in order.
func (j *journal) these(seqs []int64) iter.Seq[*batch.Head] {
	return func(yield func(*batch.Head) bool) {
		for _, seq := range seqs {
			if i, found := j.find(seq); found && !yield(&j.batches[i]) {
				return
			}
		}
	}
}
