"""Files to model: codelists, dataflows and sources become a registry; all problems at once."""
