"""What the public sees of stamps."""
