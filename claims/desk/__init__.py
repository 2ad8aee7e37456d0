"""The desk's own pages: queue, articles, claims, sources. Server-rendered; every POST calls one service."""
