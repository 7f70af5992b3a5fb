"""What is decided and done about places."""
