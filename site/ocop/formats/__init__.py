"""How dates and numbers are read and written, for each language of the site."""
