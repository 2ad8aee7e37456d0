"""The newsroom: claims, verdicts, review and publication. What people decide."""
