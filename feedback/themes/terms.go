package themes

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A word run is what themes are told by: a word that says something, or two that stand side by side.

// little is words that say nothing about a theme, of a few languages. What a collection says all the time
// is found from the collection itself.
const little = `
a about after again all also am an and any are aren't as at be because been before being but by can can't cannot
could couldn't did didn't do does doesn't doing don't down each even ever every few for from get gets getting got
had has have haven't having he her here him his how i i'd i'll i'm i've if in into is isn't it it's its just like
lot made make makes many may me might more most much my no nor not now of off on once one only or other our out over
own quite rather really same she should so some still such than that that's the their them then there these they
they're this those though through to too under until up us use used using very was wasn't way we we've well were
what when where which while who why will with won't would wouldn't you you're your
aber alle als also am an auch auf aus bei beim bin bis da dann das dass dem den der des die dies diese dieser doch
durch ein eine einem einen einer eines er es für gibt hab habe haben hat hatte ich ihr im immer in ist ja kann kein
keine man mehr mein meine mich mir mit nach nicht noch nur oder ohne schon sehr sein seine sich sie sind so und uns
unser von vor war waren was weil wenn werden wie wieder wir wird wurde zu zum zur über
au aux avec c'est ce ces cette dans de des du elle elles en est et eux fait il ils je j'ai la le les leur lui ma mais
me mes moi mon ne nos notre nous on ou où par pas plus pour qu que qui sa sans se ses si son sont sur ta te très tu
un une vos votre vous y été être
al algo como con cuando del el ella en era es esta este esto está están fue ha hay la las lo los me mi mis muy más
nada ni no nos o para pero por porque que se ser si sin sobre son su sus también te tiene todo tu un una uno unos y ya
alla anche che ci come con da dal dalla dei del della delle di e ho i il io la le lo loro ma mi molto nel nella non
nostro o per perché più quando questa questo sono su sul un una è
aan als bij dat de die dit door een en er geen had heb heeft het hij ik in is je kan maar me met mijn naar niet nog of
om onze ook op over te tot uit van voor was wat we wel wij ze zijn zo zonder
ao com da das de do dos e ela ele em eu foi já mais mas meu minha muito na nas no nos não o os ou para pela pelo por
que se sem seu sua são também tem um uma
`

func littleWords() map[string]bool {
	words := map[string]bool{}
	for w := range strings.FieldsSeq(little) {
		var buf [longest + 4]byte
		s := scan(w, buf[:])
		for s.next() {
			words[string(s.word)] = true
		}
	}
	return words
}

// fold takes the plural off a word, where it is one by its spelling.
func fold(w []byte) []byte {
	n := len(w)
	if n < 4 || w[n-1] != 's' || bytes.HasSuffix(w, []byte("ss")) || bytes.HasSuffix(w, []byte("us")) || bytes.HasSuffix(w, []byte("is")) {
		return w
	}
	if n > 4 && bytes.HasSuffix(w, []byte("ies")) {
		return append(w[:n-3], 'y')
	}
	return w[:n-1]
}

// telling reports whether a word can name a theme: it has two letters, or is of a script without spaces.
func telling(w []byte) bool {
	letters := 0
	for _, r := range string(w) {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters > 1 || utf8.RuneCount(w) == 1 && letters == 1 && class(rune0(w)) == unspaced
}

func rune0(w []byte) rune {
	r, _ := utf8.DecodeRune(w)
	return r
}

// A term is a folded word or a run of two, and where it stands.
type term struct {
	text     string
	from, to int
	run      bool
}

// A teller finds the terms of texts.
type teller struct{ little map[string]bool }

func newTeller() teller { return teller{littleWords()} }

// terms returns the words of a text that can tell a theme, each as often as it comes, and where runs is
// set the pairs of those side by side.
func (t teller) terms(text string, runs bool) []term {
	var buf [longest + 4]byte
	s := scan(text, buf[:])
	terms := make([]term, 0, len(text)/5+1)
	before := -1
	for s.next() {
		if t.little[string(s.word)] || !telling(s.word) {
			before = -1
			continue
		}
		here := term{text: string(fold(s.word)), from: s.from, to: s.to}
		if runs && before >= 0 && !s.alone && !s.first && s.from >= terms[before].to {
			b := terms[before]
			terms = append(terms, term{b.text + " " + here.text, b.from, s.to, true})
		}
		terms = append(terms, here)
		before = len(terms) - 1
	}
	return terms
}
