package themes_test

import (
	"context"
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

// What the package comment shows.
func ExampleModel_Points() {
	points, err := new(themes.Model).Points("Lovely cake, but the door is broken.")
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range points {
		fmt.Printf("%s %q\n", p.Kind, p.Text)
	}
	// Output:
	// compliment "Lovely cake"
	// complaint "but the door is broken."
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
	// battery life: in 3 items: battery life
	// screen flickers: in 3 items: screen flickers
	// battery life: also said by 3 others: battery drains
}

func ExampleOpen() {
	ctx := context.Background()
	cafe := feedback.New(new(feedback.Memory), feedback.Config{})
	clerk := feedback.Viewer{Party: "bob", MayOpen: func(feedback.Ref) bool { return true }}
	leave := func(by feedback.PartyID, text string) feedback.Item {
		it, err := cafe.For(feedback.Viewer{Party: by}).Leave(ctx, feedback.Item{Kind: feedback.Complaint, Text: text})
		if err != nil {
			log.Fatal(err)
		}
		return it
	}
	leave("ann", "The battery drains overnight")
	leave("carl", "My battery drains too fast")
	leave("dora", "The battery drains by noon")

	sorter, err := themes.Open(ctx, cafe, clerk, themes.SorterConfig{})
	if err != nil {
		log.Fatal(err)
	}
	made, err := sorter.Propose(ctx)
	if err != nil {
		log.Fatal(err)
	}
	theme := made.Themes[0]
	fmt.Printf("%q, %s, %s\n", theme.Name, theme.Standing, theme.Why)
	if _, err := cafe.For(clerk).JudgeTheme(ctx, theme.ID, feedback.Stands); err != nil {
		log.Fatal(err)
	}
	it := leave("eve", "It drains the battery to use the map")
	made, err = sorter.Suggest(ctx, it.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s, %s\n", made.Links[0].Standing, made.Links[0].Why)
	// Output:
	// "battery drains", suggested, in 3 items: battery drains
	// suggested, also said by 3 others: battery, drains
}
