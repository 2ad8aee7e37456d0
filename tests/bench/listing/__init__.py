"""The list of claims beside a plain Django view that answers with the same bytes."""
