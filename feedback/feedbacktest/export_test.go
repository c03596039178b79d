package feedbacktest

// Room is the description of the café, for our own tests.
var Room = room
