// Package network tells which relationships matter: who is tied to whom over any path, which tie is
// worth improving, what nobody has asked for yet, and on whom income rests.
//
//	snapshot, err := network.Read(ctx, book, network.Config{})
//	path, err := network.ParsePath("serves/^works-for", snapshot.Kinds())
//	reached, err := snapshot.Reach(path, network.Bounds{At: now}, us)
//	customers, err := network.ReadCustomers(ctx, &book.Reader, network.CustomersQuery{
//		Provider: us, Customers: ids, At: now, Worth: yearlyIncome,
//	})
//	critical, err := network.FindCritical(customers, network.CriticalConfig{At: now})
//
// # Asking who is tied to whom
//
// A [Snapshot] is a network at one moment of knowing, small enough to keep millions of ties in memory.
// It never changes; [Snapshot.Refresh] makes a newer one out of it from the log. On it: [Snapshot.Reach]
// and [Walker] follow a [Path]; [Snapshot.Around], [Snapshot.Shortest], [Snapshot.Mutual],
// [Snapshot.Introductions] and [Snapshot.Threads] look at the ties of single parties. A [Graph] of some
// of its ties has measures of the whole: ranks, components, betweenness.
//
// # Asking what matters
//
// [FindCritical], [FindOpenings] and [FollowValue] are calculations over plain values, which
// [ReadCustomers], [ReadPayments] and [relationship.Reader] read. What reads takes a reader, such as
// &book.Reader, or one as of an instant; only [Read] and [Snapshot.Refresh], which follow the log, take the
// book itself. Each answer carries its doubt, the
// share of guesses in it, what was left out as unknown, and the IDs behind each figure.
//
// # Guarantees
//
// The same input gives the same answer to the last bit, in whatever order it comes and however many
// cores work on it. Nothing runs by itself; see [Config.Each]. Snapshots hold IDs, kinds, dates and
// weights, and no names. Bad input gets an [relationship.OpError] that names the place and the rule.
//
// # Limits
//
// Where an instant may be left out, the zero time asks about all times: ties that have ended count then.
// A snapshot counts parties and ties with 32 bits. Readings of importance and health are not in it: they
// are read for the customers concerned. Exposure says where to look; it is no proof of what an improvement
// would do.
package network
