"""Formats of structure messages, one module each."""
