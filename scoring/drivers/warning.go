package drivers

import "slices"

// A Warning is something to be careful about.
type Warning struct {
	// Reason says what it is.
	Reason Reason

	// Drivers are the names of those concerned, in the order given. It is empty where all are.
	Drivers []string
}

// A Reason is why to be careful.
type Reason string

// The reasons why to be careful, in the order in which an analysis gives them.
const (
	// FlatOutcome says that the outcome does not vary, or that there are no rows, so that there is nothing to
	// explain.
	FlatOutcome Reason = "the outcome does not vary"

	// FewRows says that rows are worth no more than drivers and one, so that any answers are explained to the last
	// digit, or nearly. What weighted rows are worth is N of the estimates, at most Analysis.Rows.
	FewRows Reason = "too few rows for so many drivers"

	// Chance says that R² is no larger than what as many random numbers would explain.
	Chance Reason = "no more than chance would explain"

	// Constant names drivers that do not vary. Their Performance has a range of no width, which is not to be believed
	// of few rows.
	Constant Reason = "does not vary"

	// Copies names drivers that are the same but for zero point, unit and direction. Each group is told apart.
	Copies Reason = "the same as each other"

	// Dependent names drivers that follow from each other, like parts and their sum. Each group is told apart.
	Dependent Reason = "follow from each other"

	// Collinear names drivers of which less than a tenth is their own, so that shares depend on small differences
	// between them.
	Collinear Reason = "hardly to be told from others"
)

// minOwn is which share of a driver's variance is to be its own: a variance inflation factor of at most 10.
const minOwn = .1

// warnings returns what to be careful about. There is no spectrum where the outcome does not vary.
func (m *Moments) warnings(a Analysis, s sorting, spread *spectrum) (all []Warning) {
	warn := func(reason Reason, places ...int) {
		w := Warning{Reason: reason}
		for _, i := range slices.Sorted(slices.Values(places)) {
			w.Drivers = append(w.Drivers, m.names[i])
		}
		all = append(all, w)
	}
	few := m.few(s)
	if spread == nil {
		warn(FlatOutcome)
	}
	if few {
		warn(FewRows)
	}
	if !few && a.AdjustedR2.Known() && a.AdjustedR2.Value <= 0 {
		warn(Chance)
	}
	if flat := placesOf(s.stands, func(at int) bool { return at < 0 }); len(flat) > 0 {
		warn(Constant, flat...)
	}
	for _, group := range s.copies {
		if len(group) > 1 {
			warn(Copies, group...)
		}
	}
	if spread == nil || few {
		return all
	}
	for _, group := range spread.dependent() {
		warn(Dependent, placesOf(s.stands, func(at int) bool { return slices.Contains(group, at) })...)
	}
	if tight := placesOf(s.stands, func(at int) bool { return at >= 0 && spread.tight(at) }); len(tight) > 0 {
		warn(Collinear, tight...)
	}
	return all
}

// tight reports whether a distinct driver has little of its own, but something.
func (s *spectrum) tight(i int) bool {
	own := s.own(i)
	return own > 0 && own < minOwn
}

// placesOf returns the places of the elements that a condition holds for.
func placesOf(stands []int, holds func(at int) bool) (places []int) {
	for i, at := range stands {
		if holds(at) {
			places = append(places, i)
		}
	}
	return places
}
