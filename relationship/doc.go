// Package relationship keeps who there is, what ties them, and what they need.
//
//	book := relationship.NewBook(new(relationship.Memory), relationship.Config{})
//	shop, err := book.PutParty(ctx, relationship.Party{Kind: relationship.Organisation, Name: "Tyres & Co"})
//	driver, err := book.PutParty(ctx, relationship.Party{Kind: relationship.Person, Name: "Ann"})
//	tie, err := book.Relate(ctx, relationship.Tie{Kind: "serves", From: shop.ID, To: driver.ID})
//	for view, err := range book.Around(ctx, driver.ID) { // Ann is served by Tyres & Co
//	}
//
// # Nouns
//
// A [Party] is a person, an organisation or a group, ourselves included. A [Tie] is a lasting
// connection of one [Kind] between two parties, or of a party with itself: one record, whose wording
// from either end is computed ([View]). It holds in one or more stints ([Stint]), so that people can
// leave and come back, and each of its ends says how much that party cares about it and how well it
// goes ([End]). A [Need] is what a party needs in a tie, asked for or not. A customer is not a type:
// who is whose customer follows from the ties.
//
// A [Fact] is a value with its source, basis and date. Facts that disagree live side by side, and a
// [Policy] picks one and says why. An [Estimate] is a number with its doubt and its [Basis]: guessed,
// stated or observed. The zero Estimate is unknown, which is not 0.
//
// # Two clocks
//
// When something was true stands in the records: in stints, and in the dates of facts and readings.
// When it became known is the batch that wrote it. [Book.AsOf] asks by either clock or both. Nothing
// is overwritten: a [Batch] is one atomic write, kept in the log with who, when and why, from which
// [Book.History], [Book.Feed] and looking back are answered. Mistakes are made void: gone from reads,
// kept in history.
//
// # The same party twice
//
// [Book.Merge] links one party to another and moves nothing; reads follow the link, and
// [Book.Unmerge] takes it away again at any time with nothing lost. [Reader.Profile] shows all that
// were merged; for facts named in Policy.Strict, such as consents, a merge never allows more than
// before.
//
// # What a host provides
//
// A [Store]: one method that writes a batch, and one that reads pages of each noun. One that also
// keeps a log is a [Historian]. [Memory] is both. The package relationshiptest proves a host's own
// store; the whole test is one call of its Run.
//
// # Guarantees
//
//   - A write is one batch: all of it, or nothing, after an error, a cancelled context or a crash.
//   - Rules of several records - how many ties at an end, no circles in a hierarchy, no circles of
//     merges - also hold between writers at the same time, if all of them write through a [Book].
//   - What a store filters may change the cost of an answer, never the answer: every record is looked
//     at again.
//   - [Book.Erase] reaches all versions, both ends of each tie, and the log; [Book.Export] gives one
//     party everything about itself and of others only their IDs.
//   - Errors hold IDs and names of fields, never personal data. IDs must therefore not be personal.
//   - Nothing runs by itself: no goroutines, no globals, no network. Clock and IDs come from [Config].
//
// # Limits
//
// A store is bound to one tenant when it is made. Writing through the store, and not through a Book,
// goes round the rules of several records; [Book.Check] finds what was broken so. Where a kind of tie
// is a hierarchy, a new tie puts again all parties above it, as guards, so very deep hierarchies
// that change all the time are slow to write. Parties have no dates of their own.
//
// # Reading on
//
// Begin with party.go, tie.go and need.go; then store.go, the contract; then book.go and draft.go,
// where the rules are kept.
package relationship
