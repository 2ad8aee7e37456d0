"""The machine room: fetch queue, snapshots, text analysis, accounts and shared foundation."""

__version__ = "0.1.0"
