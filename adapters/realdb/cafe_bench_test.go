package realdb_test

import (
	"testing"

	"github.com/kithcrm/kith/feedback"
)

// BenchmarkItemsOfFeedback leaves items, a thousand in a batch and one by one, beside what plain SQL takes to
// write the same rows, and claims some notices among many that were sent.
func BenchmarkItemsOfFeedback(b *testing.B) {
	for _, e := range engines()[:2] {
		for name, size := range map[string]int{"a thousand": 1000, "one": 1} {
			b.Run(e.name+"/"+name, func(b *testing.B) {
				besideRows(b, e, size, func(i int) plainRow {
					it := cafeItem(i)
					return plainRow{"item", string(it.ID), string(it.Author), string(it.Loop.State), string(it.Kind), "", asText(b, it)}
				}, func(d *database, first int) error {
					batch := feedback.Batch{At: noon}
					for i := range size {
						batch.Items = append(batch.Items, cafeItem(first+i))
					}
					_, err := d.cafe(b, "ours").Write(b.Context(), batch)
					return err
				})
			})
		}
		b.Run(e.name+"/claim", func(b *testing.B) {
			d := open(b, place{Engine: e.name, Source: e.source(b), Relaxed: true})
			d.migrate(b)
			s := d.cafe(b, "ours")
			loadCafe(b, s, 50_000)
			for b.Loop() {
				page, err := s.Notices(b.Context(), feedback.NoticeQuery{States: []feedback.NoticeState{feedback.Waiting, feedback.Claimed}, Limit: 10})
				ok(b, err)
				if len(page.Records) != 10 {
					b.Fatalf("%d notices were found", len(page.Records))
				}
			}
		})
	}
}
