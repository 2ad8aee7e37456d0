"""Articles and suggestions over HTTP."""
