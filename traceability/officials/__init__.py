"""The admin screens of lots, stamps and recalls."""
