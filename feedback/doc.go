// Package feedback keeps a café that is always open: customers leave compliments, ideas and complaints
// on their own subjects, and know that they were heard.
//
//	cafe := feedback.New(new(feedback.Memory), feedback.Config{})
//	ann := cafe.For(feedback.Viewer{Party: "ann"})
//	item, err := ann.Leave(ctx, feedback.Item{Kind: feedback.Idea, Text: "A coat hook by the door"})
//	staff := cafe.For(feedback.Viewer{Party: "bob", MayOpen: func(feedback.Ref) bool { return true }})
//	item, err = staff.Move(ctx, item.ID, feedback.Move{To: feedback.Decided, Answer: feedback.Yes})
//
// # Nouns
//
// An [Item] is one thing that a party said: a compliment, an idea or a complaint, as its author chose,
// about anything. A [Theme] is what several items are about. A [Link] says that something belongs to
// something else: an item to a theme, or to the tie, the product or the touchpoint that it is about; an
// item or a theme to a [Change] that the company considers or makes because of it. Nothing ever moves:
// to merge two themes is to link them, and what was voted, followed or promised stays where it was and
// is counted through the links, each person once.
//
// A program may suggest themes, links and what kind an item is: see [Suggestions], [Guess] and the drawer
// themes. Nothing of that counts before staff accepts it, and nobody else sees it.
//
// An [Entry] is anything said or done about one of these, a [Vote] what a party thinks of an idea or a
// change, and a [Notice] what one person is told, with the reason for the name.
//
// # Who asks
//
// Everything is asked through a [Visit], the café as one [Viewer] sees it. An item is seen by its author
// and by staff until it is approved for all; a thread behind it stays between author and staff unless an
// entry says otherwise. What a viewer may not see is not there, in counts neither. Who is staff, the
// host says: [Viewer.MayOpen].
//
// What is asked on behalf of the house, whoever looks, is asked of the [Cafe] itself: to deliver notices,
// to make digests, to export or erase a party, to read the log.
//
// An author may give no name and still be answered: [Visit.LeaveUnnamed] returns a secret code, with
// which [Cafe.Enter] lets its holder in again, and [Visit.Join] links what was said to a party.
//
// # The loop
//
// [Visit.Move] takes an item from heard to understood, decided, planned, under way and done. Done is not
// the end: its author accepts the answer, or opens the item again. A date that was told is never edited;
// another one is told with the reason. Three clocks run meanwhile; see [Clocks].
//
// # What a host provides
//
// A [Store]: one method that writes a batch, and one that reads pages of each noun. One that also keeps
// a log is a [Historian]. [Memory] is both. The package feedbacktest proves a host's own store; the
// whole test is one call of its Run. A host also delivers notices: it claims some, sends them, and
// confirms. It sends nothing that it did not claim.
//
// # Guarantees
//
//   - A write is one batch: all of it, or nothing, after an error, a cancelled context or a crash.
//   - The kind that an author chose is never overwritten. No vote, follower or clock ever moves.
//   - The last word of a person counts, and once, also where parties or themes were merged.
//   - What a store filters may change the cost of an answer, never the answer: every record is looked
//     at again.
//   - Errors hold IDs and names of fields, never what was said or by whom. IDs must therefore not be
//     personal.
//   - Nothing runs by itself: no goroutines, no globals, no network. Clock, randomness and IDs come from
//     [Config].
//
// # Limits
//
// A store is bound to one tenant when it is made. Writing through the store, and not through a Visit,
// goes round the rules above. Text is kept as it came and must be escaped where it is shown.
//
// # Reading on
//
// Begin with item.go, loop.go, theme.go and entry.go; then store.go, the contract; then visit.go, who
// sees what, leave.go and moves.go.
package feedback
