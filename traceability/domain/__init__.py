"""What is decided and done about lots and stamps."""
