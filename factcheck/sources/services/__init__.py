"""Services of sources: every write to its tables."""
