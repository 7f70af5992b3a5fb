"""Measurements: `make bench`. Ratios against stated baselines in one run; never a test."""
