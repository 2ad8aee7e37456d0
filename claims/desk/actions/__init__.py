"""What people can ask for on a claim's page: one table row per button, each leading to one service."""
