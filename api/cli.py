"""The command `ilms`."""
