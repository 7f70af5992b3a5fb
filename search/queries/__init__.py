"""Reads that are shown to editors."""
