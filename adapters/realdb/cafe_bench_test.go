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
				d := open(b, place{Engine: e.name, Source: e.source(b)})
				d.migrate(b)
				d.exec(b, "insert into kith_scope (scope, seq) values ('plain', 0)")
				s := d.cafe(b, "ours")
				beside(b, nothing, func(round int) {
					rows := make([]plainRow, size)
					for i := range rows {
						it := cafeItem(round*size + i)
						rows[i] = plainRow{"item", string(it.ID), string(it.Author), string(it.Loop.State), string(it.Kind), asText(b, it)}
					}
					if d.file != nil {
						writePrepared(b, d, rows)
						return
					}
					writePlain(b, d.db, rows)
				}, func(round int) {
					batch := feedback.Batch{At: noon}
					for i := range size {
						batch.Items = append(batch.Items, cafeItem(round*size+i))
					}
					_, err := s.Write(b.Context(), batch)
					ok(b, err)
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

// writePrepared writes rows in the way that is fastest into SQLite.
func writePrepared(b *testing.B, d *database, rows []plainRow) {
	b.Helper()
	tx, err := d.db.BeginTx(b.Context(), nil)
	ok(b, err)
	defer tx.Rollback() // which does nothing after a commit
	var seq int64
	ok(b, tx.QueryRowContext(b.Context(), "update kith_scope set seq = seq + 1 where scope = 'plain' returning seq").Scan(&seq))
	insert, err := tx.PrepareContext(b.Context(), "insert into kith_record (scope, noun, id, seq, place, k1, k2, k3, body) values ('plain', ?, ?, ?, ?, ?, ?, ?, ?)")
	ok(b, err)
	defer insert.Close()
	for i, r := range rows {
		_, err := insert.ExecContext(b.Context(), r.noun, r.id, seq, i, null(r.k1), null(r.k2), null(r.k3), r.body)
		ok(b, err)
	}
	_, err = tx.ExecContext(b.Context(), "insert into kith_batch (scope, room, seq, at, by_party, why, size)"+
		" values ('plain', 'feedback', ?, '2026-03-04T12:00:00.000000000Z', '', '', ?)", seq, len(rows))
	ok(b, err)
	ok(b, tx.Commit())
}
