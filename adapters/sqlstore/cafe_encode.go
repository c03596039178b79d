package sqlstore

import (
	"slices"
	"strconv"

	"github.com/kithcrm/kith/feedback"
)

// cafeEntry returns a batch of the room feedback as one of any room.
func cafeEntry(b *feedback.Batch) (*entry, error) {
	e := &entry{room: cafeRoom, at: b.At, by: string(b.By), why: b.Why, erase: texts(b.Erase)}
	e.puts = make([]put, 0, len(b.Items)+len(b.Themes)+len(b.Links)+len(b.Entries)+len(b.Votes)+len(b.Changes)+len(b.Notices))
	for _, add := range []func() error{
		func() error { return addAll(e, "Items", b.Items, itemPut) },
		func() error { return addAll(e, "Themes", b.Themes, themePut) },
		func() error { return addAll(e, "Links", b.Links, linkPut) },
		func() error { return addAll(e, "Entries", b.Entries, entryPut) },
		func() error { return addAll(e, "Votes", b.Votes, votePut) },
		func() error { return addAll(e, "Changes", b.Changes, changePut) },
		func() error { return addAll(e, "Notices", b.Notices, noticePut) },
	} {
		if err := add(); err != nil {
			return nil, err
		}
	}
	for _, v := range b.Void {
		e.void(v.Ref, v.Rev)
	}
	return e, nil
}

func itemPut(r *feedback.Item) put {
	inUTC(&r.At, &r.Loop.Since, &r.Loop.Answered, &r.Loop.Word, &r.Loop.Expected, &r.Loop.Final, &r.Loop.Again)
	return put{
		ref: ref{feedback.NounItem, string(r.ID)}, rev: taken(&r.Rev),
		keys: keys{string(r.Author), string(r.Loop.State), string(r.Kind)}, fixed: fields{"Author", "", "Kind"},
	}
}

func themePut(r *feedback.Theme) put {
	inUTC(&r.At)
	return put{ref: ref{feedback.NounTheme, string(r.ID)}, rev: taken(&r.Rev), keys: keys{string(r.MergedInto)}}
}

func linkPut(r *feedback.Link) put {
	inUTC(&r.At)
	point := ""
	if r.Point > 0 {
		point = strconv.Itoa(r.Point)
	}
	return put{
		ref: ref{feedback.NounLink, string(r.ID)}, rev: taken(&r.Rev),
		keys: keys{r.From.String(), r.To.String(), point}, fixed: fields{"From", "To", "Point"},
	}
}

func entryPut(r *feedback.Entry) put {
	inUTC(&r.At, &r.Expected)
	return put{
		ref: ref{feedback.NounEntry, string(r.ID)}, rev: taken(&r.Rev),
		keys: keys{r.About.String(), string(r.By), string(r.Kind)}, fixed: fields{"About", "By", "Kind"},
	}
}

func votePut(r *feedback.Vote) put {
	inUTC(&r.At)
	return put{
		ref: ref{feedback.NounVote, string(r.ID)}, rev: taken(&r.Rev),
		keys: keys{r.On.String(), string(r.Voter)}, fixed: fields{"On", "Voter"},
	}
}

func changePut(r *feedback.Change) put {
	inUTC(&r.Since, &r.Expected)
	r.Outcomes = slices.Clone(r.Outcomes)
	for i := range r.Outcomes {
		inUTC(&r.Outcomes[i].At)
	}
	return put{ref: ref{feedback.NounChange, string(r.ID)}, rev: taken(&r.Rev), keys: keys{string(r.State)}}
}

func noticePut(r *feedback.Notice) put {
	inUTC(&r.At, &r.Until)
	return put{
		ref: ref{feedback.NounNotice, string(r.ID)}, rev: taken(&r.Rev),
		keys: keys{string(r.Entry), string(r.To), string(r.State)}, fixed: fields{"Entry", "To"},
	}
}
