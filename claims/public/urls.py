"""Public paths, mounted at the root."""

from __future__ import annotations

from django.urls import path

from claims.public import documents, google_api, pages

urlpatterns = [
    path("factchecks/", pages.index, name="factchecks"),
    path("factchecks/<slug:slug>/", pages.factcheck, name="factcheck"),
    path("factchecks/<slug:slug>.json", documents.factcheck_json, name="factcheck-json"),
    path("factchecks/<slug:slug>/revisions/<int:number>/", pages.revision, name="factcheck-revision"),
    path("corrections/", pages.corrections, name="corrections"),
    path("feeds/claimreview.json", documents.claimreview_feed, name="feed-claimreview"),
    path("feeds/factchecks.atom", documents.atom_feed, name="feed-atom"),
    path("feeds/factchecks.json", documents.json_feed, name="feed-json"),
    path("sitemap.xml", documents.sitemap_xml, name="sitemap"),
    path("oembed", documents.embed, name="oembed"),
    path("robots.txt", documents.robots, name="robots"),
    path("favicon.ico", documents.favicon, name="favicon"),
    path("v1alpha1/claims:search", google_api.search_claims),
    path("v1alpha1/pages", google_api.list_pages),
    path("v1alpha1/pages/<slug:slug>", google_api.get_page),
    path("v1alpha1/<path:name>", google_api.unknown),
]
