package lifetime

import (
	"math/bits"
	"slices"
)

// Keys are sorted by digits of so many bits, at most so many of them; what is left is sorted by comparison, and
// so are few keys.
const (
	digitBits = 11
	maxDigits = 3
	fewKeys   = 1 << digitBits
)

// sortKeys sorts whole numbers by all but their last bit: by the first digits in which any differ, from the last of
// these to the first, and then those that are alike in all of them. Times in days or months have no more
// digits; of instants with many, hardly two are alike in the first three. The keys given are no longer of use.
func sortKeys(keys []uint64) []uint64 {
	if len(keys) < fewKeys {
		slices.Sort(keys)
		return keys
	}
	shifts, all := leadingDigits(keys)
	from, to := keys, make([]uint64, len(keys))
	for _, shift := range slices.Backward(shifts) {
		sortDigit(from, to, shift)
		from, to = to, from
	}
	if !all {
		sortRest(from, shifts[len(shifts)-1])
	}
	return from
}

// leadingDigits returns where the first digits that are not alike in all keys begin, and whether there are no more.
func leadingDigits(keys []uint64) (shifts []uint, all bool) {
	differ := uint64(0)
	for _, k := range keys {
		differ |= k ^ keys[0]
	}
	for differ &^= 1; differ != 0 && len(shifts) < maxDigits; {
		shift := uint(max(bits.Len64(differ)-digitBits, 1))
		shifts = append(shifts, shift)
		differ &= 1<<shift - 1
	}
	return shifts, differ == 0
}

// sortDigit moves keys so that one digit is sorted, and those alike in it stay in their order.
func sortDigit(from, to []uint64, shift uint) {
	var places [1 << digitBits]uint32
	for _, k := range from {
		places[k>>(shift&63)%(1<<digitBits)]++
	}
	at := uint32(0)
	for i, n := range places {
		places[i] = at
		at += n
	}
	for _, k := range from {
		place := &places[k>>(shift&63)%(1<<digitBits)]
		to[*place] = k
		*place++
	}
}

// sortRest sorts keys that are alike above a bit.
func sortRest(keys []uint64, shift uint) {
	for from := 0; from < len(keys); {
		to := from + 1
		for to < len(keys) && keys[to]>>shift == keys[from]>>shift {
			to++
		}
		switch {
		case to-from == 2 && keys[from] > keys[to-1]:
			keys[from], keys[to-1] = keys[to-1], keys[from]
		case to-from > 2:
			slices.Sort(keys[from:to])
		}
		from = to
	}
}
