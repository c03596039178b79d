// Package kith is the documentation of Kith: a library with which any Go service can model the
// relationships that its customers care about. It holds no code.
//
// Customers rarely care for their relationship with a company. They care about the people they
// serve, work with and live with, and about who they want to be. Kith keeps those ties beside the
// company's own. A customer is therefore a position and not a type: there are parties and ties, and
// who is whose customer follows from the ties. Every number says whether it was guessed, stated or
// observed.
//
// The host brings its own storage and runs Kith inside its own process. Kith starts no goroutine,
// opens no connection and keeps no state outside the values that the host makes.
//
// # Rooms
//
// Each folder of the library is a room: one subject with its own nouns, its own store and one type
// to ask.
//
//   - [github.com/kithcrm/kith/relationship]: who there is, what ties them, what they need
//   - [github.com/kithcrm/kith/feedback]: what they say, whether they were heard, what came of it
//
// A drawer is one thing that can be done with a room:
//
//   - [github.com/kithcrm/kith/relationship/network]: which relationship matters
//   - [github.com/kithcrm/kith/relationship/drawing]: relationship maps that people can look at
//   - [github.com/kithcrm/kith/feedback/themes]: kinds and themes suggested for what was said
//   - [github.com/kithcrm/kith/feedback/market]: what people expect of a change
//   - [github.com/kithcrm/kith/relationship/relationshiptest] and
//     [github.com/kithcrm/kith/feedback/feedbacktest]: the tests of a host's own stores
//
// # Where to read next
//
// Start with the package comment of [github.com/kithcrm/kith/relationship] and its examples, then
// run the programs in the folders examples/tour, which shows a whole case, examples/critical, which
// finds the relationship that matters most, and examples/close-the-loop, which follows what was said.
package kith
