"""Reference metadata messages, one module a format."""
