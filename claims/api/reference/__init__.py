"""What hardly moves, over HTTP: ratings, claimants, precedents, corrections, statistics, the audit trail."""
