"""Formats of error messages, one module each."""
