package businesscase

// A Trial is a small change that is made first, to learn what the whole one would bring.
type Trial struct {
	// Name tells it from the other trials; not personal.
	Name string `json:"name,omitzero"`

	// Input is the name of what it measures, and SE the standard error it will measure it with: above 0,
	// in the unit of the input. See [ShareError] and [MeanError].
	Input string  `json:"input,omitzero"`
	SE    float64 `json:"se,omitzero"`

	// Cost is what the trial costs when it begins, in minor units, not below 0. Periods is how long it takes, by
	// which all that comes after is later.
	Cost    float64 `json:"cost,omitzero"`
	Periods int     `json:"periods,omitzero"`
}

// A Programme is a change in stages: trials, and after each the decision to stop, to go on to the next
// trial, or to make the whole change. Amounts are in minor units of Currency, worth now.
type Programme struct {
	// Draws is how many ways for things to turn out were drawn, and Currency that of the model.
	Draws    int    `json:"draws"`
	Currency string `json:"currency"`

	// Direct is what it is worth to decide now, without any trial: the expected value of the change, or 0 where
	// that is below 0. Staged is the same where the first trial may be begun too, and the best is decided after each:
	// never less than Direct. Begin says that the first trial is worth beginning, that is, that Staged is more.
	Direct Mean `json:"direct"`
	Staged Mean `json:"staged"`
	Begin  bool `json:"begin"`

	// Stages are the trials in order.
	Stages []Stage `json:"stages"`
}

// A Stage is one trial of a programme.
type Stage struct {
	// Name is that of the trial.
	Name string `json:"name"`

	// Information is what it is worth to learn what the trial finds, if that cost nothing, took no time and was the
	// last trial. Net is what is left of it after what the trial and its delay cost, with what the trials after it
	// add where they are worth going on to. Both are means over all that the trials before it may find, also where
	// it is better not to go on to this one. So Net below 0 says of the first trial that it is not worth beginning,
	// and of a later one that it is not worth running in every case; in how many it is, Reached says.
	Information Mean `json:"information"`
	Net         Mean `json:"net"`

	// Reached is the probability that the trial is run, if the first is: 1 for that one. Stop, GoOn and
	// Change are what is decided after it where it is run; they sum to 1, and are 0 where it never is.
	Reached float64 `json:"reached"`
	Stop    float64 `json:"stop"`
	GoOn    float64 `json:"go_on"`
	Change  float64 `json:"change"`

	// Needed is what must be found for the whole change to be worth more than nothing then: the mean of all findings
	// so far, each weighted by 1/SE^2, which for the first trial is its own finding. AtMost says that not more may
	// be found, rather than not less. Needed is nil where there is no such number among 99 of 100 findings, where
	// there are several, and where the trials so far measure more than one input.
	Needed *float64 `json:"needed"`
	AtMost bool     `json:"at_most"`
}

// Stage returns what it is worth to try a change before it is made: trials in their order, and after each
// the decision to stop, which is worth 0, to make the whole change, or to go on to the next trial. Until the whole
// change is made, all goes on as if nothing was done. To see what a later trial adds, compare Staged with that of the
// programme without it: with the same seed both have the same draws, which are also those of [Model.Run].
//
// A finding is the input with a normal error of the trial's SE; errors are independent. What the choices are worth
// after what was found is a regression on it (Longstaff and Schwartz, Review of Financial Studies 14:113, 2001;
// Strong and others, Medical Decision Making 35:570, 2015): a polynomial in the normal scores of what was found
// about each input so far, of degree 5 with up to three inputs and 100,000 draws, and of less with more inputs or
// fewer draws. What half of the draws teaches is decided and paid by the other half, so that no trial is worth more
// only by chance; what the regression misses makes it worth slightly less.
//
// Special cases are:
//   - where nothing that a trial tells can turn a decision, its Information is 0 but for chance
//   - inputs that go together may both be tried, though [Model.Learn] takes in what was found about one of them only
//   - Quantiles of cfg does not matter
//
// An error matches [relationship.ErrInvalid]: as in [Model.Run]; for no trials or more than 20; for one that breaks a
// rule of its fields or measures an unknown or an exact input; for trials that together take longer than the
// horizon; and for Flows that change or cost something before their Later.
//
// Besides the simulation, with one value more for each trial that takes time, it takes O(draws log draws) time for
// each trial, and about 30 bytes for each draw and trial with 40 more for each draw.
func (m Model) Stage(trials []Trial, cfg Config) (Programme, error) {
	p, err := m.stage(trials, cfg)
	return p, opError("stage a change", err)
}

func (m *Model) stage(trials []Trial, cfg Config) (Programme, error) {
	s, err := newSimulation(m, cfg)
	if err != nil {
		return Programme{}, err
	}
	steps, err := s.steps(trials)
	if err != nil {
		return Programme{}, err
	}
	d, err := s.try(steps)
	if err != nil {
		return Programme{}, err
	}
	p := policy{cfg: s.cfg, tries: d}
	if err := p.learn(); err != nil {
		return Programme{}, err
	}
	return p.programme(m.Currency), nil
}
