"""`make bench`: ratios of this service to its peers and to itself, each taken in one run."""
