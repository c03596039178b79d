package businesscase_test

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/kithcrm/kith/scoring/businesscase"
)

func ExampleDist() {
	takeUp := businesscase.PERT(.4, .6, .75)
	low, err := takeUp.Quantile(.1)
	if err != nil {
		fmt.Println(err)
		return
	}
	high, err := takeUp.Quantile(.9)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("how many will take it up:", takeUp)
	fmt.Printf("mean %.3f, in eight of ten cases between %.3f and %.3f\n", takeUp.Mean(), low, high)
	if err := json.NewEncoder(os.Stdout).Encode(takeUp); err != nil {
		fmt.Println(err)
	}
	// Output:
	// how many will take it up: 0.4 to 0.75, most likely 0.6 (PERT)
	// mean 0.592, in eight of ten cases between 0.502 and 0.678
	// {"pert":[0.4,0.6,0.75]}
}

func ExampleUniform_noSpread() {
	_, err := businesscase.Uniform(5, 5).Quantile(.5)
	fmt.Println(err)
	// Output:
	// businesscase: tell a quantile: Dist.High must be above Low: use Exactly for a number that is known
}
