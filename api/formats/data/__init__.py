"""Formats of data messages, one module each."""
