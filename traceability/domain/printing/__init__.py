"""From codes to checked print files: what fits, how a label looks, the writers, the reading back, the runs."""
