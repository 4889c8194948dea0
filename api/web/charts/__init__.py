"""Charts as Vega and Vega-Lite specifications: one for server, page and report alike."""
