package relationship

// ReadyKinds returns the ready-made kinds of tie. A host adds its own, or puts others in their place,
// with [Kinds.With]. They are, with the party at the From end first:
//
//   - along a chain: supplies, serves, advises, sells-through, insures, introduced
//   - at work: works-for, reports-to (a hierarchy), decides-for, colleague, mentor, owns, part-of (a
//     hierarchy), member-of
//   - family and friends: parent (a hierarchy), guardian, spouse, partner, sibling, relative, friend,
//     neighbour, knows
//   - care and the table at home: cares-for, lives-in, gives-to, shops-for, cooks-for
//   - self: who someone is and wants to be, the only one whose two ends are one party
//
// Colleague, spouse, partner, sibling, relative, friend, neighbour, knows and self are symmetric. Kinds
// that are about people, such as parent or works-for, allow only persons at that end; owns, part-of,
// member-of and lives-in lead to organisations and groups. None limits how many ties a party has.
func ReadyKinds() Kinds {
	ks, err := Kinds{}.With(readyKinds()...)
	if err != nil {
		panic(err) // a mistake in the table below
	}
	return ks
}

func readyKinds() []Kind {
	person := []PartyKind{Person}
	organised := []PartyKind{Organisation, Group}
	end := func(phrase, role string, kinds ...PartyKind) KindEnd {
		return KindEnd{Phrase: phrase, Role: role, Kinds: kinds}
	}
	directed := func(name KindName, from, to KindEnd) Kind { return Kind{Name: name, From: from, To: to} }
	mutual := func(name KindName, e KindEnd) Kind { return Kind{Name: name, From: e, Symmetric: true} }
	above := func(k Kind, r Rank) Kind { k.Rank = r; return k }

	return []Kind{
		// Along a chain of trade and advice.
		directed("supplies", end("supplies", "supplier"), end("buys from", "customer")),
		directed("serves", end("serves", "provider"), end("is served by", "client")),
		directed("advises", end("advises", "adviser"), end("is advised by", "client")),
		directed("sells-through", end("sells through", "principal"), end("sells for", "intermediary")),
		directed("insures", end("insures", "insurer"), end("is insured by", "insured")),
		directed("introduced", end("introduced", "introducer"), end("was introduced by", "introduced party")),

		// At work.
		directed("works-for", end("works for", "employee", person...), end("employs", "employer")),
		above(directed("reports-to", end("reports to", "report", person...), end("manages", "manager", person...)), ToAbove),
		directed("decides-for", end("decides for", "decision maker", person...), end("has decisions made by", "principal")),
		mutual("colleague", end("works with", "colleague", person...)),
		directed("mentor", end("mentors", "mentor", person...), end("is mentored by", "protégé", person...)),
		directed("owns", end("owns", "owner"), end("is owned by", "property", organised...)),
		above(directed("part-of", end("is part of", "part", organised...), end("includes", "whole", organised...)), ToAbove),
		directed("member-of", end("is a member of", "member"), end("has the member", "group", organised...)),

		// Family, friends and neighbours.
		above(directed("parent", end("is a parent of", "parent", person...), end("is a child of", "child", person...)), FromAbove),
		directed("guardian", end("is the guardian of", "guardian"), end("is a ward of", "ward", person...)),
		mutual("spouse", end("is married to", "spouse", person...)),
		mutual("partner", end("is the partner of", "partner", person...)),
		mutual("sibling", end("is a sibling of", "sibling", person...)),
		mutual("relative", end("is related to", "relative", person...)),
		mutual("friend", end("is a friend of", "friend", person...)),
		mutual("neighbour", end("is a neighbour of", "neighbour")),
		mutual("knows", end("knows", "acquaintance", person...)),

		// Care, gifts and the table at home.
		directed("cares-for", end("cares for", "carer"), end("is cared for by", "person cared for", person...)),
		directed("lives-in", end("lives in", "resident", person...), end("is home to", "home", organised...)),
		directed("gives-to", end("gives to", "giver"), end("receives from", "recipient")),
		directed("shops-for", end("shops for", "shopper", person...), end("has shopping done by", "household")),
		directed("cooks-for", end("cooks for", "cook", person...), end("eats what is cooked by", "eater")),

		// Who someone is and wants to be.
		{Name: "self", From: KindEnd{Phrase: "wants to become", Role: "self"}, Symmetric: true, Loop: LoopOnly},
	}
}
