"""What producers fill in."""
