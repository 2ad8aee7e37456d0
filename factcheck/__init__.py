"""The machine room: fetch queue, snapshots, text analysis, accounts and shared foundation."""
