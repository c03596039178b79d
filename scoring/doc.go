// Package scoring keeps what was answered, what came out of it, and what was believed before: numbers about
// loyalty that say how sure they are, and open to the people behind them for those allowed.
//
//	ledger := scoring.New(new(scoring.Memory), scoring.Config{})
//	shop := scoring.Ref{Noun: "shop", ID: "7"}
//	_, err := ledger.PutAnswers(ctx, []scoring.Answer{
//		{Question: "nps", Scale: scoring.Scale{High: 10, Step: 1}, Value: 9, By: "ann", About: shop},
//	})
//	_, err = ledger.PutScores(ctx, []scoring.Score{{Name: "nps", Of: shop, At: april, Value: estimate}})
//	change, err := ledger.Changed(ctx, "nps", shop, march, april)
//
// # Nouns
//
// An [Answer] is one reply to one question, on a [Scale] that refuses what is off it, about anything. A [Score]
// is an estimate about anything, by name and date; it says by which method and from what it was computed, so
// that it can be computed again, and then takes its own place: history keeps what it was. An [Assumption] is
// something believed about customers, by whom, since when and on what evidence, with what is believed beside
// what is paid for, and the [Review] of it.
//
// This room keeps them. What they come to is computed in its drawers: survey, heart and others.
//
// # Who asks
//
// A [Ledger] writes, and reads whatever there is: it is for programs that calculate, for exports and erasures.
// What people are shown is asked of a [Reader], the ledger as one [Viewer] reads it: a viewer who may not open
// what is behind a number sees the number and not the names. Who may, the host says: [Viewer.MayOpen].
//
// Answers about colleagues and about the organisation are sealed: they open to no name for anybody, and a score
// made of them is withheld where it would give somebody away. A score that names one as its input is sealed with
// it; one that only says in words which answers it is of is sealed by whoever puts it.
//
// # Over time
//
// [Reader.Series] is a score over time, and [Reader.Changed] what became of it between two instants, and whether
// that is more than noise. [Reader.AsOf] reads what was known then; [Reader.History] what was written of one
// record, by whom and why. [Reader.Due] finds the assumptions that are to be looked at again.
//
// # What a host provides
//
// A [Store]: one method that writes a batch, and one that reads pages of each noun. One that also keeps a log is
// a [Historian]. [Memory] is both. The package scoringtest proves a host's own store; the whole test is one call
// of its Run.
//
// # Guarantees
//
//   - A write is one batch: all of it, or nothing, after an error, a cancelled context or a crash.
//   - No answer is off its scale, and no number is NaN or infinite.
//   - A score has one ID for its name, subject and date.
//   - A seal is never taken away.
//   - What a store filters may change the cost of an answer, never the answer: every record is looked at again.
//   - Errors hold IDs and names of fields, never what was said or by whom. IDs must therefore not be personal.
//   - Nothing runs by itself: no goroutines, no globals, no network. Clock and IDs come from [Config].
//
// # Limits
//
// A store is bound to one tenant when it is made. Writing through the store, and not through a Ledger, goes
// round the rules above. Sealed scores of one name are held against those of other groups at the same instant, and
// against earlier ones of their own; not against other groups at other instants, nor against other names. One that
// is computed again in its own place shows each time what it comes to: who looks every day learns what the last
// answer said, so compute it when its window is over. Two ways to divide the same people, as by team and by age, are
// more than [Config.Within] can tell: show one of them.
//
// # Reading on
//
// Begin with answer.go, score.go and assumption.go; then store.go, the contract; then reader.go, who sees what,
// scores.go and put.go.
package scoring
