"""How fast the site is, and whether it stays so as it grows (docs/speed.md, `make bench`)."""
