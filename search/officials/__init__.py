"""What editors see of the search in the admin: synonyms, promoted products, what was not found."""
