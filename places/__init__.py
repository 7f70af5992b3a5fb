"""Provinces, districts and communes through time, and the points where products are sold."""
