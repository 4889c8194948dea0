"""URL text to queries: two dialects of one meaning; no web framework, nothing looked up."""
