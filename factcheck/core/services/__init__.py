"""The shared foundation's services: audit, outbox, leases, enqueue."""
