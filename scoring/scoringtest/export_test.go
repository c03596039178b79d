package scoringtest

// Room is the description of the ledger, for our own tests.
var Room = room
