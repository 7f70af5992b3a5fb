"""Lots, stamps and what a scanned stamp is worth."""
