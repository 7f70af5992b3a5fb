"""What is indexed, one query, and the page of results."""
