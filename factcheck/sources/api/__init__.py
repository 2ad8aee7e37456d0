"""REST API of sources."""
