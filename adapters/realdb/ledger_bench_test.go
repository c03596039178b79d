package realdb_test

import (
	"testing"

	"github.com/kithcrm/kith/scoring"
)

// BenchmarkAnswersOfScoring writes answers, a thousand in a batch and one by one, beside what plain SQL takes
// to write the same rows.
func BenchmarkAnswersOfScoring(b *testing.B) {
	for _, e := range engines()[:2] {
		for name, size := range map[string]int{"a thousand": 1000, "one": 1} {
			b.Run(e.name+"/"+name, func(b *testing.B) {
				besideRows(b, e, size, func(i int) plainRow {
					a := givenAnswer(i)
					at := a.At.UTC().Format("2006-01-02T15:04:05.000000000Z")
					return plainRow{"answer", string(a.ID), a.About.String(), string(a.By), a.Question, at, asText(b, a)}
				}, func(d *database, first int) error {
					batch := scoring.Batch{At: noon}
					for i := range size {
						batch.Answers = append(batch.Answers, givenAnswer(first+i))
					}
					_, err := d.ledger(b, "ours").Write(b.Context(), batch)
					return err
				})
			})
		}
	}
}
