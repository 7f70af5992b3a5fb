"""The keys of the stamps: the ring, the file that keeps it, and what to do when one leaks."""
