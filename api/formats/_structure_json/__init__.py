"""What the three editions of SDMX-JSON share in writing structures."""
