"""Sources, snapshots and providers over HTTP."""
