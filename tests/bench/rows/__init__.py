"""The rows of the table, one module each, found by looking."""
