"""Text analysis: sentences, quotations, check-worthiness, embeddings, ranking. Pure; no Django."""
