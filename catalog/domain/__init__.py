"""What is decided and done in the register."""
