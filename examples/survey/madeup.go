package main

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"time"
)

// madeUp returns a file of so many answers of guests of a hotel, from January 2025 to June 2026, that nobody
// ever gave. From November 2025 on, the kitchen is better. A few rows are bad, as they are in every file.
func madeUp(rows int) io.Reader {
	file := new(bytes.Buffer)
	fmt.Fprintln(file, "at,team,guest,nps,csat,ces")
	rng := rand.New(rand.NewPCG(7, 0))
	begin := time.Date(2025, 1, 1, 8, 0, 0, 0, time.UTC)
	better := time.Date(2025, 11, 1, 0, 0, 0, 0, time.UTC)
	for i := range rows {
		at := begin.Add(time.Duration(i*545*24*60/rows) * time.Minute)
		team := teams()[rng.IntN(len(teams()))]
		content := team.content
		if team.name == "Kitchen" && !at.Before(better) {
			content += 55
		}
		nps, five := made(rng, content), made(rng, content)/2
		fmt.Fprintf(file, "%s,%s,guest-%d,%d,%d,%d\n",
			at.Format("2006-01-02 15:04"), team.name, rng.IntN(rows*3/4), nps, max(five, 1), 1+made(rng, content)*6/10)
	}
	fmt.Fprintln(file, `2026-05-02 10:00,Bicycles,guest-20001,10,5,7
2026-05-03 11:30,Bicycles,guest-20002,3,2,3
2026-05-09 09:15,Bicycles,guest-20003,9,4,6
2026-05-10 09:15,Bar,guest-20004,11,6,8
2026-05-11 12:00,Bar,guest-20005,,,
2026-05-12 12:00,Bar,guest-20006,good,good,good
2026-02-30 12:00,Bar,guest-20007,8,4,5
2026-05-13 12:00,,guest-20008,8,4,5`)
	return file
}

// A team is one of the hotel, and how many of a hundred guests it makes content.
type team struct {
	name    string
	content int
}

func teams() []team {
	return []team{
		{"Reception", 62}, {"Kitchen", 25}, {"Kitchen", 25}, {"Kitchen", 25}, {"Bar", 58},
		{"Rooms", 50}, {"Rooms", 50}, {"Garden", 66}, {"Night desk", 45}, {"Spa", 70},
	}
}

// made returns an answer from 0 to 10.
func made(rng *rand.Rand, content int) int {
	if rng.IntN(100) < content {
		return []int{8, 9, 9, 9, 10, 10, 10, 7}[rng.IntN(8)]
	}
	return []int{0, 2, 3, 5, 6, 7, 7, 8, 8, 9}[rng.IntN(10)]
}
