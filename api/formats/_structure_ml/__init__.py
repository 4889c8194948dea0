"""What the three editions of SDMX-ML share in writing structures."""
