package themes_test

import (
	"fmt"
	"log"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/themes"
)

// A text that says two things, by rules alone.
func Example() {
	points, err := new(themes.Model).Points("Excellent cake, but please add a coat hook by the door.")
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range points {
		fmt.Printf("%s %q because of %q\n", p.Kind, p.Text, p.Why)
	}
	// Output:
	// compliment "Excellent cake" because of ["Excellent"]
	// idea "but please add a coat hook by the door." because of ["please add" "add a"]
}

// Items that nobody has put under a theme yet, and what a new one would be linked to.
func ExamplePropose() {
	var said []themes.Said
	for i, text := range []string{
		"The battery life is short", "Battery life could be longer", "After an hour the battery drains",
		"The screen flickers", "My screen flickers at night", "The screen is too dark",
	} {
		said = append(said, themes.Said{Item: feedback.ItemID(fmt.Sprint(i)), Text: text})
	}
	proposals, err := themes.Propose(said, themes.ProposeConfig{})
	if err != nil {
		log.Fatal(err)
	}
	var shelves themes.Shelves
	for _, p := range proposals {
		fmt.Printf("%s: %s\n", p.Name, p.Why)
		for _, s := range p.Said {
			if err := shelves.Add(feedback.ThemeID(p.Name), s.Text); err != nil {
				log.Fatal(err)
			}
		}
	}
	fits, err := shelves.Suggest("My battery drains overnight", 1)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s: %s\n", fits[0].Theme, fits[0].Why)
	// Output:
	// battery life: said by 3: battery life
	// screen flickers: said by 3: screen flickers
	// battery life: also said by 3 others: battery drains
}
