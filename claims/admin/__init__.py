"""The back office's view of the newsroom."""

from claims.admin import claims, evidence, publication, verdicts

__all__ = ["claims", "evidence", "publication", "verdicts"]
