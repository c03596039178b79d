package suite

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"time"
)

func keepClauses(r *Room) []clause {
	const kept = "The records are kept with everything as it came."
	clauses := []clause{
		{name: "keep/text", sentence: "Text is kept byte by byte.", check: checkKeepText},
		{name: "keep/long-text", sentence: "Text is kept byte by byte.", check: checkKeepLongText},
		{name: "keep/numbers", sentence: "Numbers are kept bit by bit.", check: checkKeepNumbers},
		{name: "keep/instants", sentence: "Instants are kept to the nanosecond in whatever zone.", check: checkKeepInstants},
	}
	for _, n := range r.Nouns {
		clauses = append(clauses, clause{name: "keep/" + n.Name, sentence: kept, check: func(k kit) { checkKeep(k, n) }})
	}
	return clauses
}

// checkKeep writes the samples of one noun, together and the fullest once more by itself.
func checkKeep(k kit, n *Noun) {
	var records []any
	for i, sample := range n.Samples {
		records = append(records, withID(sample, fmt.Sprintf("%03d", i)))
	}
	k.write(records...)
	k.write(n.full("x"))
	k.mustHold(append(records, n.full("x"))...)
}

// fill returns a record with every value of one type in it replaced by another, as far as it then is
// valid, and how many were.
func (r *Room) fill(record, value any) (filled any, places int) {
	v := addressable(deep(record))
	leaves(v, reflect.TypeOf(value), func(leaf reflect.Value) {
		was := leaf.Interface()
		leaf.Set(reflect.ValueOf(value))
		if !r.valid(v.Interface()) {
			leaf.Set(reflect.ValueOf(was))
			return
		}
		places++
	})
	return v.Interface(), places
}

// checkFilled writes records with a value wherever it can stand.
func checkFilled(k kit, values ...any) {
	for _, n := range k.room.Nouns {
		var records []any
		for i, value := range values {
			if r, places := k.room.fill(n.full(fmt.Sprintf("%03d", i)), value); places > 0 {
				records = append(records, r)
			}
		}
		k.mustKeep(n, records)
	}
}

// mustKeep writes records of one noun, in order of their IDs, and reads them. Where the store refuses
// them it tries one by one, to tell which.
func (k kit) mustKeep(n *Noun, records []any) {
	k.Helper()
	if len(records) == 0 {
		return
	}
	rev, err := k.store.Write(k.Context(), batch(records...))
	if err != nil {
		for _, r := range records {
			if _, err := k.store.Write(k.Context(), batch(r)); err != nil {
				k.Fatalf("write: got error %v, want none, for\n%+.2000v", err, r)
			}
		}
		k.Fatalf("write %d records, each of which can be written: got error %v, want none", len(records), err)
	}
	k.mustEqual("the records as they were written", k.all(n, Query{IDs: n.ids(records)}), withRevs(records, rev))
}

func checkKeepText(k kit) {
	var values []any
	for _, text := range TroubleTexts() {
		values = append(values, text)
	}
	checkFilled(k, values...)
}

// checkKeepLongText tries texts of a length that records may have, the longest first.
func checkKeepLongText(k kit) {
	for _, n := range k.room.Nouns {
		r := n.full("x")
		for _, length := range []int{1 << 11, 1 << 16, 1 << 20} {
			long := strings.Repeat("0123456789abcde", length/15)
			long += strings.Repeat("ß", (length-len(long))/2)
			r, _ = k.room.fill(r, long)
		}
		rev := k.write(r)
		if got := k.all(n, Query{}); !same(got, []any{withRev(r, rev)}) {
			k.Fatalf("got another record of %s than was written, with its long texts", n.List)
		}
	}
}

// checkKeepNumbers also fills estimates, whose fields must agree.
func checkKeepNumbers(k kit) {
	var values []any
	for _, x := range TroubleNumbers() {
		values = append(values, x)
	}
	for _, x := range []int{0, 1, 100, 1<<31 - 1, 1 << 31, 1<<53 + 1, math.MaxInt64, -1, math.MinInt64} {
		values = append(values, x, int64(x))
	}
	checkFilled(k, values...)
	for _, n := range k.room.Nouns {
		var records []any
		for i, x := range TroubleNumbers() {
			if r, places := k.room.fillEstimates(n.full(fmt.Sprintf("estimate-%03d", i)), x); places > 0 {
				records = append(records, r)
			}
		}
		k.mustKeep(n, records)
	}
}

// fillEstimates puts a number into all estimates for which it is in range: structs with the fields
// Value, Low and High. It returns how many there were.
func (r *Room) fillEstimates(record any, x float64) (filled any, places int) {
	v := addressable(deep(record))
	structs(v, func(s reflect.Value) {
		low, value, high := s.FieldByName("Low"), s.FieldByName("Value"), s.FieldByName("High")
		if !low.IsValid() || !value.IsValid() || !high.IsValid() {
			return
		}
		was := deep(s.Interface())
		for _, f := range []reflect.Value{low, value, high} {
			f.SetFloat(x)
		}
		if !r.valid(v.Interface()) {
			s.Set(reflect.ValueOf(was))
			return
		}
		places++
	})
	return v.Interface(), places
}

// structs visits every struct in a value that can be changed.
func structs(v reflect.Value, visit func(reflect.Value)) {
	switch {
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			structs(v.Index(i), visit)
		}
	case v.Kind() == reflect.Struct && v.Type() != reflect.TypeFor[time.Time]():
		visit(v)
		for i := range v.NumField() {
			structs(v.Field(i), visit)
		}
	}
}

func checkKeepInstants(k kit) {
	var values []any
	for _, at := range TroubleInstants() {
		values = append(values, at)
	}
	checkFilled(k, values...)
}
