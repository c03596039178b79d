package sqlstore

import (
	"slices"

	"github.com/kithcrm/kith/scoring"
)

// ledgerEntry returns a batch of the room scoring as one of any room.
func ledgerEntry(b *scoring.Batch) (*entry, error) {
	e := &entry{room: ledgerRoom, at: b.At, by: string(b.By), why: b.Why, erase: texts(b.Erase), naming: true}
	e.puts = make([]put, 0, len(b.Answers)+len(b.Scores)+len(b.Assumptions))
	for _, add := range []func() error{
		func() error { return addAll(e, "Answers", b.Answers, answerPut) },
		func() error { return addAll(e, "Scores", b.Scores, scorePut) },
		func() error { return addAll(e, "Assumptions", b.Assumptions, assumptionPut) },
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

func answerPut(r *scoring.Answer) put {
	inUTC(&r.At)
	return put{
		ref: ref{scoring.NounAnswer, string(r.ID)}, rev: taken(&r.Rev),
		keys: keys{r.About.String(), string(r.By), r.Question, stamp(r.At)}, fixed: fields{"About", "By", "Question"},
	}
}

func scorePut(r *scoring.Score) put {
	inUTC(&r.At, &r.From)
	return put{
		ref: ref{scoring.NounScore, string(r.ID)}, rev: taken(&r.Rev),
		keys: keys{r.Of.String(), "", r.Name, stamp(r.At)}, fixed: fields{"Of", "", "Name", "At"},
	}
}

func assumptionPut(r *scoring.Assumption) put {
	inUTC(&r.Since, &r.ReviewBy)
	r.Reviews = slices.Clone(r.Reviews)
	people := []string{string(r.By), string(r.Owner)}
	for i := range r.Reviews {
		inUTC(&r.Reviews[i].At, &r.Reviews[i].Due)
		people = append(people, string(r.Reviews[i].By))
	}
	slices.Sort(people)
	people = slices.DeleteFunc(slices.Compact(people), func(p string) bool { return p == "" })
	return put{
		ref: ref{scoring.NounAssumption, string(r.ID)}, rev: taken(&r.Rev), names: people,
		keys: keys{r.About.String(), string(r.By), string(r.Owner), stateKey(r.State)}, fixed: fields{"About", "By"},
	}
}

// stateKey returns a state as a key, which is never empty: then the key before has an index.
func stateKey(s scoring.State) string {
	if s == scoring.Open {
		return "open"
	}
	return string(s)
}
