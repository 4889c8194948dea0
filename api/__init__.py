"""Viet Nam's ILMS publishing service."""

__version__ = "0.1.0"
