"""Every write to accounts' tables."""
