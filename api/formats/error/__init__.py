"""Formats of error messages, one module a family (`Format.family`)."""
