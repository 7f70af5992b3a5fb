"""Offers, basket and orders. Empty until its issue comes."""
