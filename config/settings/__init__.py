"""Settings by environment: base, dev, test, prod."""
