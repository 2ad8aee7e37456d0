"""Every write of the newsroom, one module a use case."""
