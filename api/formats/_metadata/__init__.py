"""What formats of one family share in writing reference metadata."""
