"""What formats of one family share in writing registry messages."""
