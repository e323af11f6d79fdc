"""From an Article to who is in it, who said what, and where the paper has it from."""
