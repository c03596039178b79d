package sorted_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/kithcrm/kith/internal/sorted"
	"pgregory.net/rapid"
)

// rows gives each distinct key a number.
type rows struct {
	keys    []string
	numbers map[string]uint32
}

func (r *rows) number(key string) uint32 {
	n, ok := r.numbers[key]
	if !ok {
		n = uint32(len(r.keys))
		r.keys = append(r.keys, key)
		r.numbers[key] = n
	}
	return n
}

func TestListAgreesWithAPlainSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rows{numbers: map[string]uint32{}}
		l := sorted.New(func(row uint32) string { return r.keys[row] })
		plain := map[string]bool{}
		// Few distinct keys meet often; many fill and split chunks; long ones share their tags.
		span := rapid.SampledFrom([]int{5, 50, 5000}).Draw(t, "span")
		prefix := rapid.SampledFrom([]string{"", "a", "party-of-some-length-"}).Draw(t, "prefix")
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		for i := range rapid.IntRange(0, 4000).Draw(t, "steps") {
			key := prefix + fmt.Sprint(random.IntN(span)) + strings.Repeat("x", random.IntN(2)*random.IntN(12))
			switch random.IntN(8) {
			case 0, 1:
				l.Delete(key)
				delete(plain, key)
				continue
			case 2:
				key = fmt.Sprintf("~%06d", i) // after all others, in order
			case 3:
				key = "ä" + key
			}
			l.Put(r.number(key))
			plain[key] = true
		}
		if l.Len() != len(plain) {
			t.Fatalf("Len() = %d, want %d", l.Len(), len(plain))
		}
		keys := slices.Sorted(maps.Keys(plain))
		for _, after := range []string{"", "0", prefix, prefix + "25", prefix + "3333x", "~", "ä", "\xff"} {
			at, found := slices.BinarySearch(keys, after)
			if found {
				at++
			}
			var got []string
			l.After(after, func(row uint32) bool {
				got = append(got, r.keys[row])
				return true
			})
			if !slices.Equal(got, keys[at:]) {
				t.Fatalf("After(%q) has %d keys, want %d, in order", after, len(got), len(keys)-at)
			}
		}
	})
}

func TestEmptyListHasNothing(t *testing.T) {
	l := sorted.New(func(uint32) string { panic("no rows") })
	l.Delete("a")
	l.After("", func(uint32) bool {
		t.Error("found a row in an empty list")
		return true
	})
}

func TestVisitMayStopEarly(t *testing.T) {
	keys := []string{"a", "b"}
	l := sorted.New(func(row uint32) string { return keys[row] })
	l.Put(0)
	l.Put(1)
	visits := 0
	l.After("", func(uint32) bool { visits++; return false })
	if visits != 1 {
		t.Errorf("visited %d rows after being told to stop, want 1", visits)
	}
}

func BenchmarkPut(b *testing.B) {
	for _, n := range []int{1e4, 1e6} {
		keys := make([]string, n)
		for i := range keys {
			keys[i] = fmt.Sprintf("key-%09d", i)
		}
		for _, order := range []string{"ordered", "random"} {
			if order == "random" {
				rand.New(rand.NewPCG(1, 1)).Shuffle(n, func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
			}
			b.Run(fmt.Sprintf("%s/%d", order, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					l := sorted.New(func(row uint32) string { return keys[row] })
					for i := range keys {
						l.Put(uint32(i))
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/key")
			})
		}
	}
}
