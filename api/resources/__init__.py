"""Use cases of reading, one module per SDMX-REST resource: where the workers meet."""
