"""SQL: the packed series table, the catalogue of releases, selections and their reading."""
