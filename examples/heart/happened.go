package main

import (
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/heart"
)

// All that happened is made up.

// A happening is something that was done to Nora, and what it was like for her.
type happening struct {
	what    string
	moments []heart.Moment
}

func (h happening) at() time.Time { return h.moments[0].At }

func day(month time.Month, n int) time.Time { return time.Date(2026, month, n, 9, 0, 0, 0, time.UTC) }

// nora is whose heart it is about.
func nora() relationship.Ref { return relationship.PartyID("nora").Ref() }

func felt(at time.Time, kinds ...heart.Kind) []heart.Moment {
	var all []heart.Moment
	for _, k := range kinds {
		all = append(all, heart.Moment{At: at, Of: nora(), Kind: k})
	}
	return all
}

// late is a parcel that was promised for a day and came after it, by its number.
func late(at time.Time, parcel string) []heart.Moment {
	return []heart.Moment{{At: at, Of: nora(), Kind: heart.PromiseBroken, ID: parcel}}
}

// repaired is what puts right a parcel that was late.
func repaired(at time.Time, parcel string) []heart.Moment {
	return []heart.Moment{{At: at, Of: nora(), Kind: heart.ProblemRepaired, Repairs: parcel}}
}

// bookseller is what the bookseller did.
func bookseller() []happening {
	return []happening{
		{"A mug with her name, after ten years of buying there", felt(day(3, 2), heart.Remembered, heart.TreatedAsPerson)},
		{"The parcel for her daughter's birthday is late", late(day(4, 13), "parcel-1")},
		{"He rings before she does, and says whose fault it is", felt(day(4, 14), heart.ProblemOwned)},
		{"He brings it himself, with a second book", repaired(day(4, 16), "parcel-1")},
		{"The next one is there on the Friday he named", felt(day(5, 15), heart.PromiseKept)},
	}
}

// again is what would come if a second parcel were late, and repaired as well.
func again() []happening {
	return []happening{
		{"a second parcel is late", late(day(6, 1), "parcel-2")},
		{"and repaired just as the first was", repaired(day(6, 3), "parcel-2")},
	}
}

// rival is what the rival did in the same time, besides posters all over the town.
func rival() []happening {
	return []happening{
		{"A coupon for 'Dear customer'", felt(day(3, 5), heart.TreatedAsNumber)},
		{"A question that nobody answers", felt(day(4, 20), heart.Ignored)},
		{"An order that comes when it should", felt(day(5, 4), heart.PromiseKept)},
	}
}

// Of 200 people in the town who were asked for bookshops.
func mindOfBookseller() heart.Mentions {
	return heart.Mentions{First: 31, Unaided: 70, Aided: 118, Asked: 200}
}
func mindOfRival() heart.Mentions {
	return heart.Mentions{First: 92, Unaided: 150, Aided: 190, Asked: 200}
}

// What Nora spent, in cents, with the bookseller and with the rival, and how she ranks the two now.
func spentBefore() []int64 { return []int64{42_00, 68_00} }
func spentAfter() []int64  { return []int64{96_00, 39_00} }
func ranks() []int         { return []int{1, 2} }
