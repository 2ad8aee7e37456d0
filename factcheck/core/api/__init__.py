"""HTTP conventions every endpoint shares: problems, entity tags, idempotency, cursor pages, limits, schema."""
