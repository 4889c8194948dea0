"""Random texts and bytes at every entrance of the product, for as long as one likes."""
