"""Formats of schema messages, one module each."""
