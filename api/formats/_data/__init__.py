"""What several formats of data messages share. The formats themselves do not know each other."""
