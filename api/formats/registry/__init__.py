"""Registry interface messages, one module a format."""
