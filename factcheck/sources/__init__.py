"""Inquiries, context sources, the fetch queue, snapshots and ranked passages."""
