package relationship

import "github.com/google/uuid"

// A PartyID names a party. A host uses the keys it already has, if they follow the rules: not
// empty, at most [MaxID] bytes, valid UTF-8, no NUL, compared byte by byte. IDs stand in errors and
// outlive an erasure, so an ID must never be personal: not an e-mail address, not a name.
type PartyID string

// A TieID names a tie. The rules of [PartyID] hold for it.
type TieID string

// A NeedID names a need. The rules of [PartyID] hold for it.
type NeedID string

// MaxID is how many bytes an identifier may have.
const MaxID = 255

// A Seq is the number of a batch, its place in the log: above 0, and growing from one batch to the
// next, with gaps. The Rev of a record is the Seq of the batch that last wrote it.
type Seq int64

// IDFrom returns the same identifier for the same key of the same system, every time, so that an
// import can be repeated: a version 5 UUID (RFC 9562, section 5.5). It cannot be turned back into
// the key, though whoever can guess the key can check the guess.
func IDFrom(system, key string) string {
	// The name space must never change: identifiers made with it are kept by hosts.
	space := uuid.UUID{0x6a, 0x0f, 0x7a, 0xd4, 0x5d, 0x2c, 0x5c, 0x0e, 0x9a, 0x52, 0x3f, 0x3d, 0x7c, 0x1b, 0x8e, 0x21}
	return uuid.NewSHA1(space, []byte(system+"\x00"+key)).String()
}

// newID is what [Config.NewID] is by default.
func newID() string {
	id, err := uuid.NewV7()
	if err != nil {
		// The system has no randomness: the platform is broken, not the caller.
		panic("relationship: no random numbers: " + err.Error())
	}
	return id.String()
}
