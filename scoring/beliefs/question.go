package beliefs

// A Question reopens an old assumption.
type Question struct {
	// Text is what is asked. Not empty; what was answered is found again by it.
	Text string `json:"text"`

	// Fresh says that it is asked as if everything began again, without limits, and not of what was.
	Fresh bool `json:"fresh,omitempty"`
}

// ReadyQuestions returns the questions that are asked where a host has none of its own: first those that look
// back, then those that begin again.
func ReadyQuestions() []Question {
	return []Question{
		{Text: "When did we last look at this ourselves, and what did we see?"},
		{Text: "What has changed in our world since we came to believe it?"},
		{Text: "What has changed in theirs?"},
		{Text: "What did we know then that we no longer know?"},
		{Text: "What have we always done this way because of it?"},
		{Text: "If we began today without any limits: how would we learn what they want?", Fresh: true},
		{Text: "If we began today without any limits: how would we serve them?", Fresh: true},
		{Text: "If we began today without any limits: how would we talk with them?", Fresh: true},
		{Text: "If we began today without any limits: how would we organise ourselves?", Fresh: true},
		{Text: "Which one problem, once it is solved, would put us out of everybody's reach?", Fresh: true},
	}
}
