// Package peers holds benchmarks of Kith beside other libraries: the same made-up network, the same
// step, in the same run and in turns, so that each step can be stated as a ratio that does not depend
// on the machine. It is a module of its own, so that nobody who uses Kith takes in what it is compared
// with, and there are only tests in it.
//
//	go test ./internal/peers -bench . -benchtime 1x -run '^$'
//
// The peer is gonum, the library that a Go program would otherwise reach for. In every benchmark ns/op
// is Kith, with all cores where the step can use them, one-core-ns/op is Kith without help, and x-gonum
// says how many times as long gonum takes; it uses one core, and whatever the garbage collector takes.
// Kith is timed three times for each time of gonum, and the mean counts. Garbage is collected before
// each timing, so that neither side pays for the other's.
//
// # The network
//
// Ties are drawn by a seeded power law, with eight kinds and ten ties a party. Nobody has a tie with
// himself, since gonum's simple graphs refuse those. Parallel ties, which they do not know either,
// become one there: a tie with the sum of the weights and a set of kinds, in a
// simple.WeightedDirectedGraph. Kith keeps them all, and for measures of the whole makes of them a graph
// that joins them too (network.GraphConfig without Parallel), so that both rank the same graph.
//
// # What is compared
//
//   - load: from columns with parties as numbers to ties in both directions, with kinds and weights. In
//     Kith this is network.Load; graph-ns/op is what Snapshot.Graph takes on top to join parallel ties,
//     and x-gonum-graph the ratio for both together. B/tie is live memory after that, by ties as they were
//     given, so that gonum gains by joining; graph-B/tie is what the joined graph adds. Kith's memory
//     includes an index from IDs to numbers, while gonum is given numbers and keeps nothing of IDs.
//   - rank: PageRank to 1e-6, each tie alike; weighted-rank by weight. gonum weighs ties whenever it can see
//     weights, so that for the first they are hidden from it. What reaches parties without ties goes to all
//     parties, on both sides. gonum's PageRankSparse stops on the 2-norm of the change, which with a million
//     parties is far looser than Kith's 1-norm: error and gonum-error say by how much, in the 1-norm, each
//     answer is off. gonum begins with a random vector that cannot be seeded, so that its rounds vary.
//   - weak-components: topo.ConnectedComponents wants an undirected graph, here graph.Undirect around
//     the same graph; loading a second, undirected one would take as long as the first.
//   - betweenness: exact and so only on the small network: gonum knows no other.
//   - two-hops: who is reached by a tie of one kind and then one of another. gonum knows no kinds; the loop
//     over its From is what a user would write, with the set of kinds in the tie, which takes less memory
//     and time than a map beside the graph. p50 and p99 are over single questions, from parties drawn alike
//     (any) and by their ties (hubs). One core on both sides.
//   - shortest-way: between two parties, whatever the direction of ties. gonum's breadth-first traversal
//     of graph.Undirect searches from one end and stops at the other; Kith searches from both ends, which
//     gonum does not offer, so that this ratio is mostly that of two methods. Kith's way names the ties, gonum's
//     only the parties. One core on both sides.
//
// # What is not
//
// Personalised PageRank, sampled betweenness, questions as of an instant, path expressions, and
// snapshots that are brought up to date have no counterpart in gonum. IDs are resolved to numbers before:
// see the benchmarks of the network package for that.
//
// Tests check that both sides give the same answers on small networks, and the benchmarks check it on
// large ones where an answer is a number.
package peers
