"""Words, numbers and formulas, and how each target writes them."""
