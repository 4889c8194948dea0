"""Requests as harvesters, portals and researchers make them, against a service of its own."""
