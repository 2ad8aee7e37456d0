"""Shared foundation: errors, audit, outbox, queue rows, HTTP conventions. Knows nobody above it."""
