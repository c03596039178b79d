package businesscase

// A need is what must be found for a change to be worth more than nothing.
type need struct {
	found  *float64
	atMost bool
}

// need returns where what the change is worth, by all draws, crosses nothing, if it does once.
func (l *lesson) need(f *fit) need {
	work, row := make([]float64, l.basis.degree+1), make([]float64, len(l.basis.terms))
	worth := func(score float64) float64 {
		l.basis.row([]float64{score}, work, row)
		return f.tell(row)[ofChanging]
	}
	at, crossings := 0, 0
	for i := 1; i < rungCount; i++ {
		if worth(rung(i-1)) > 0 != (worth(rung(i)) > 0) {
			at = i
			crossings++
		}
	}
	if crossings != 1 {
		return need{}
	}
	from, to := worth(rung(at-1)), worth(rung(at))
	low, high := l.rungs[l.trial][at-1], l.rungs[l.trial][at]
	return need{new(low + (high-low)*from/(from-to)), from > 0}
}
