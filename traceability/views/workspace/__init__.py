"""The workspace of producers: their stamps, on a telephone. Members of a producer's team alone."""
