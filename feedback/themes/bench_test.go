package themes_test

import (
	"strconv"
	"testing"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/themes"
)

// labelled gives made-up texts kinds that their words tell in part.
func labelled(n int) []themes.Example {
	examples := make([]themes.Example, n)
	for i, text := range madeUp(n) {
		kind := feedback.Kinds()[max(len(text)%7-4, 0)]
		if i%3 == 0 {
			text += string(kind)
		}
		examples[i] = themes.Example{Text: text, Kind: kind}
	}
	return examples
}

func BenchmarkTrain15000(b *testing.B) {
	examples := labelled(15_000)
	b.ReportAllocs()
	for b.Loop() {
		train(b, examples)
	}
}

func BenchmarkTrainOnReviews(b *testing.B) {
	examples := reviews(b)
	for len(examples) < 15_000 {
		examples = append(examples, examples...)
	}
	for b.Loop() {
		train(b, examples[:15_000])
	}
}

func BenchmarkSuggest(b *testing.B) {
	examples := reviews(b)
	for _, m := range []struct {
		name  string
		model *themes.Model
	}{{"rules", new(themes.Model)}, {"trained", train(b, examples)}} {
		b.Run(m.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				suggest(b, m.model, examples[i%len(examples)].Text)
			}
		})
	}
}

func BenchmarkShelves(b *testing.B) {
	names, sentences := topics(b)
	var s themes.Shelves
	var all []string
	for _, name := range names {
		for _, text := range sentences[name] {
			if err := s.Add(feedback.ThemeID(name), text); err != nil {
				b.Fatal(err)
			}
			all = append(all, text)
		}
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := s.Suggest(all[i%len(all)], 3); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSimilar(b *testing.B) {
	for _, n := range []int{100, 10_000, 1_000_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			texts := madeUp(min(n, 100_000))
			var x themes.Index
			for i := range n {
				text := texts[i%len(texts)] + " " + texts[(i*7+i/len(texts))%len(texts)][:20]
				if err := x.Add(themes.Said{Item: feedback.ItemID(strconv.Itoa(i)), Text: text}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := x.Similar(texts[i*31%len(texts)], 5); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkPropose(b *testing.B) {
	names, sentences := topics(b)
	var said []themes.Said
	for _, name := range names {
		for i, text := range sentences[name] {
			said = append(said, themes.Said{Item: feedback.ItemID(name + strconv.Itoa(i)), Text: text})
		}
	}
	for b.Loop() {
		if _, err := themes.Propose(said, themes.ProposeConfig{}); err != nil {
			b.Fatal(err)
		}
	}
}

// A café of 5,000 items: to open a sorter of it, to catch up with one item, and to find nothing new.
func BenchmarkSorter(b *testing.B) {
	cafe := feedback.New(new(feedback.Memory), feedback.Config{})
	ann := cafe.For(feedback.Viewer{Party: "ann"})
	for i, text := range madeUp(5000) {
		if _, err := ann.Leave(b.Context(), feedback.Item{Kind: feedback.Kinds()[i%3], Text: text}); err != nil {
			b.Fatal(err)
		}
	}
	sorter, err := themes.Open(b.Context(), cafe, staffed(), themes.SorterConfig{})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			if _, err := themes.Open(b.Context(), cafe, staffed(), themes.SorterConfig{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("refresh", func(b *testing.B) {
		for b.Loop() {
			if _, err := ann.Leave(b.Context(), feedback.Item{Kind: feedback.Idea, Text: "one more"}); err != nil {
				b.Fatal(err)
			}
			if _, err := sorter.Refresh(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
}
