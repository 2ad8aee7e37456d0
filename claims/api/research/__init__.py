"""What machines do for a claim, over HTTP: inquiry, sources, passages, likenesses."""
