"""What is asked about lots and stamps."""
