package feedbacktest

import (
	"errors"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/internal/suite"
	"github.com/kithcrm/kith/relationship"
)

// room describes the store of the café to the suite.
func room() *suite.Room {
	return &suite.Room{
		Nouns: []*suite.Noun{items(), themes(), links(), entries(), votes(), changes(), notices()},
		Party: relationship.NounParty,
		Write: suite.CallOf(feedback.Store.Write),
		Log:   suite.CallOf(feedback.Historian.Log),
		Errors: suite.Errors{
			NotFound: feedback.ErrNotFound, Exists: feedback.ErrExists, Invalid: feedback.ErrInvalid, Stale: feedback.ErrStale,
		},
		Rule:  rule,
		Model: func() any { return new(feedback.Memory) },
		Wide:  wide(),
	}
}

func rule(err error) string {
	if e, ok := errors.AsType[*relationship.OpError](err); ok {
		return e.Field + " " + e.Rule
	}
	return ""
}

// find describes a condition. Its sentence is that of the query's field.
func find(name, field, sentence string) suite.Find {
	return suite.Find{Name: name, Fields: []string{field}, Sentence: sentence}
}

func items() *suite.Noun {
	return &suite.Noun{
		Name: feedback.NounItem, List: "Items", Read: suite.CallOf(feedback.Store.Items),
		Samples: untyped(itemSamples()), Generator: Item().AsAny(),
		Finds: []suite.Find{
			find("Authors", "Author", "Authors selects items of these authors."),
			find("Kinds", "Kind", "Kinds selects items of these kinds."),
			find("States", "Loop.State", "States selects items whose loop is in one of these states."),
		},
		Fixed: []string{"Author", "Kind"},
		Goes:  []suite.Bond{{Field: "Author"}},
		Takes: true,
	}
}

func themes() *suite.Noun {
	return &suite.Noun{
		Name: feedback.NounTheme, List: "Themes", Read: suite.CallOf(feedback.Store.Themes),
		Samples: untyped(themeSamples()), Generator: Theme().AsAny(),
		Finds: []suite.Find{
			find("MergedInto", "MergedInto", "MergedInto selects themes whose MergedInto is one of these."),
		},
	}
}

func links() *suite.Noun {
	return &suite.Noun{
		Name: feedback.NounLink, List: "Links", Read: suite.CallOf(feedback.Store.Links),
		Samples: untyped(linkSamples()), Generator: Link().AsAny(),
		Finds: []suite.Find{
			find("From", "From", "From selects links from any of these."),
			find("To", "To", "To selects links to any of these."),
		},
		Fixed: []string{"From", "Point", "To"},
		Goes:  []suite.Bond{{Field: "From"}, {Field: "To"}},
	}
}

func entries() *suite.Noun {
	return &suite.Noun{
		Name: feedback.NounEntry, List: "Entries", Read: suite.CallOf(feedback.Store.Entries),
		Samples: untyped(entrySamples()), Generator: Entry().AsAny(),
		Finds: []suite.Find{
			find("About", "About", "About selects entries about any of these."),
			find("By", "By", "By selects entries by any of these parties."),
			find("Kinds", "Kind", "Kinds selects entries of these kinds."),
		},
		Fixed: []string{"About", "By", "Kind"},
		Goes:  []suite.Bond{{Field: "About"}, {Field: "By"}},
	}
}

func votes() *suite.Noun {
	return &suite.Noun{
		Name: feedback.NounVote, List: "Votes", Read: suite.CallOf(feedback.Store.Votes),
		Samples: untyped(voteSamples()), Generator: Vote().AsAny(),
		Finds: []suite.Find{
			find("On", "On", "On selects votes on any of these."),
			find("Voters", "Voter", "Voters selects votes of these parties."),
		},
		Fixed: []string{"On", "Voter"},
		Goes:  []suite.Bond{{Field: "On"}, {Field: "Voter"}},
	}
}

func changes() *suite.Noun {
	return &suite.Noun{
		Name: feedback.NounChange, List: "Changes", Read: suite.CallOf(feedback.Store.Changes),
		Samples: untyped(changeSamples()), Generator: Change().AsAny(),
		Finds: []suite.Find{
			find("States", "State", "States selects changes in one of these states."),
		},
	}
}

func notices() *suite.Noun {
	return &suite.Noun{
		Name: feedback.NounNotice, List: "Notices", Read: suite.CallOf(feedback.Store.Notices),
		Samples: untyped(noticeSamples()), Generator: Notice().AsAny(),
		Finds: []suite.Find{
			find("Entries", "Entry", "Entries selects notices of these entries."),
			find("To", "To", "To selects notices to these parties."),
			find("States", "State", "States selects notices in one of these states."),
		},
		Fixed: []string{"Entry", "To"},
		Goes:  []suite.Bond{{Field: "To"}},
	}
}

func untyped[T any](records []T) []any {
	out := make([]any, len(records))
	for i, r := range records {
		out[i] = r
	}
	return out
}

// wide are records that a Cafe would not write: themes merged in a circle and into nothing, a link of a
// point that the item does not have, votes on a vote and for nobody, a notice of nothing.
func wide() []any {
	circle := feedback.Theme{ID: "wide-a", Name: "a", MergedInto: "wide-b"}
	back := feedback.Theme{ID: "wide-b", Name: "b", MergedInto: "wide-a"}
	return []any{
		circle, back, feedback.Theme{ID: "wide-c", Name: "a", MergedInto: "nothing"},
		feedback.Link{ID: "wide-a", From: feedback.ItemID("a").Ref(), Point: 99, To: circle.ID.Ref(), At: noon(0)},
		feedback.Link{ID: "wide-b", From: feedback.LinkID("wide-b").Ref(), To: feedback.LinkID("wide-a").Ref(), At: noon(0)},
		feedback.Vote{ID: "wide-a", On: feedback.VoteID("wide-a").Ref(), Choice: feedback.Agree, At: noon(0)},
		feedback.Entry{ID: "wide-a", About: relationship.Ref{Noun: "product", ID: "p"}, Kind: feedback.Moved, At: noon(0)},
	}
}
