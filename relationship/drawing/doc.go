// Package drawing draws the relationships around a party, or around a tie, for people to look at.
//
//	m, err := drawing.Around(ctx, &book.Reader, drawing.Query{Centre: shop, At: now})
//	picture, err := m.SVG(drawing.Config{At: now})
//	_, err = w.Write(picture) // a file, a page, a mail
//
// A [Map] holds what is drawn. [Around] reads one, nearest parties first, as many as there is room
// for; whoever has other parties and ties in mind makes one by hand. It is drawn as SVG, which
// shows everything, or as DOT, Mermaid or GraphML, for other programs.
//
// # Marks
//
// A tie matters to one party and not to the other, and goes well for one and not for the other. So
// it is drawn in two halves, each for the party at its end: wide where the tie is important to it,
// thin where nobody knows; in the colour, and with the sign, of how well it goes for it: a disc for
// well, a bar for so-so, a cross for badly, and grey without a sign where nobody knows. Dashes say
// that a number is a guess. Signs and colours are told apart without the other: in black and
// white, and by people who see fewer colours. Its words are read from the party nearer to the
// middle outwards, as the arrowhead beside them says.
//
// # Guarantees
//
//   - The same map and config, in any order, give the same bytes.
//   - Neither boxes nor words overlap, whatever the map. What has no room is told below it.
//   - Any text may stand in names: drawings are well-formed, and nothing in them acts.
//   - Errors hold identifiers and names of fields only. Drawings hold names, of course.
//
// # Limits
//
// A map of 50 parties can be read on a large screen. One of a thousand is drawn, but not to be read.
// The words of drawings that are not in the kinds are English. How wide text is, is estimated with
// some room to spare; a viewer with very wide letters may still exceed it.
package drawing
