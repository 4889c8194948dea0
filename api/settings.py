"""Every environment variable of the service."""
