// Package themes finds what people talk about: of what kind a text is, which themes it has, what was said
// before that is like it, and which new themes many items seem to have.
//
//	sorter, err := themes.Open(ctx, cafe, staff, themes.SorterConfig{})
//	made, err := sorter.Suggest(ctx, item.ID) // waits in the café for somebody to judge it
//
// That is for a café. Its parts can be had alone, for any texts:
//
//	model, err := themes.Train(examples, themes.Config{}) // or new(themes.Model): rules alone
//	kind, err := model.Suggest("Please add a coat hook by the door")
//	points, err := model.Points("Lovely cake, but the door is broken.")
//	fits, err := shelves.Suggest("The battery drains overnight", 3)
//	alike, err := index.Similar("battery drai", 5)
//	proposals, err := themes.Propose(said, themes.ProposeConfig{})
//
// # What it answers
//
// A [Model] suggests kinds. Alone it knows English cues: requests, wishes, orders, advice to other
// customers, praise, faults. Those are plain words such as lovely, broken or too loud, and rules alone find
// nothing in a text without any, as in "the door sticks". Trained on the host's own items it has also learnt words and pairs of words, in
// any language. [Shelves] suggest themes for a text from what is linked to each theme already, an [Index]
// finds similar items while somebody types, and [Propose] groups many items into new themes and names them
// with the words of a [Collection] that are special about them.
//
// A [Sorter] has one of each for what a café holds, and puts what they suggest into it. Everything is a
// suggestion with a score, the version of its maker, and reasons: nothing counts before somebody judges
// it, and nothing is overwritten. A score that rests on no observation is a guess, from 0 to 1.
//
// # Guarantees
//
// The same input gives the same answer to the last bit; order does not matter to [Propose], shelves
// and collections. Counts merge. Inputs are never changed. Nothing runs by itself, and no weights made
// from the texts of others come with it. Bad input gets a [relationship.OpError] that names the field.
//
// # Limits
//
// The rules and the sentences given as reasons are English; words are found in any script, and where a
// script puts no spaces between them every two neighbouring characters count as one. A trained model and
// an index hold words of what people wrote: after an erasure train anew and remove the item, or refresh
// the sorter, which holds all texts in memory. The name and the reason of a theme that was proposed may keep
// words of somebody erased, which at least one other person said too. Texts in different Unicode normal forms are different.
//
// # Reading on
//
// Begin with suggest.go and train.go; then shelves.go and propose.go; then sorter.go and sorter_mind.go.
package themes
