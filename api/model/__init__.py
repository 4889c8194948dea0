"""Pure values: what every other package talks about. No HTTP, no SQL, no files, no wire format."""
