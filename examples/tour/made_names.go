package main

// The names of the made-up people and shops. Their combinations are left to chance.

func firstNames() []string {
	return []string{
		"Ada", "Amir", "Anouk", "Ben", "Bea", "Carlos", "Chloe", "Dana", "Deniz", "Edda", "Elias", "Emre", "Fiona",
		"Gil", "Hana", "Hugo", "Ines", "Ivo", "Jana", "Joel", "Kaya", "Kofi", "Lars", "Leila", "Lin", "Maya", "Milo",
		"Nadia", "Nils", "Noor", "Olga", "Omar", "Petra", "Quinn", "Rafa", "Rosa", "Samir", "Selma", "Theo", "Uma",
		"Vera", "Viktor", "Wanda", "Yara", "Yusuf", "Zoe",
	}
}

func surnames() []string {
	return []string{
		"Abara", "Albers", "Bell", "Borg", "Castell", "Dahl", "Demir", "Eklund", "Farrow", "Feld", "Garda", "Hale",
		"Hartmann", "Iversen", "Jansen", "Kamara", "Keller", "Lorca", "Lund", "Marsh", "Moreau", "Nakano", "Novak",
		"Okoye", "Orsini", "Palmer", "Petrov", "Quist", "Rahman", "Roth", "Sandoval", "Sorel", "Tanaka", "Thorne",
		"Ueda", "Vance", "Weiss", "Wolfe", "Yildiz", "Zeller",
	}
}

func towns() []string {
	return []string{
		"Harbour Street", "Millbrook", "Old Bridge", "Station Road", "Fernhill", "Kingsgate", "Lakeside", "North Gate",
		"Orchard Lane", "Quarry Hill", "River Bend", "Southfield", "Tollgate", "Upper Common", "Wharf Side", "Windmill",
	}
}
