"""The pages behind ``type``: what a problem means, for the person who meets it (RFC 9457, section 3.1.1)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_safe

from factcheck.core.api.problems import Problem, registry

_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><main>{body}</main></body></html>'
)


@require_safe
def index(_request: HttpRequest) -> HttpResponse:
    """List every problem this service can answer with."""
    rows = format_html_join("", '<li><a href="{}">{}</a> ({}): {}</li>', map(_row, registry().values()))
    return _page("Problems", format_html("<h1>Problems</h1><ul>{}</ul>", rows))


@require_safe
def detail(_request: HttpRequest, slug: str) -> HttpResponse:
    """Explain one problem."""
    problem = registry().get(slug)
    if problem is None:
        raise Http404
    body = format_html(
        '<h1>{}</h1><p>HTTP status {}.</p><p>{}</p><p><a href="/problems/">All problems</a></p>',
        problem.title,
        problem.status,
        problem.explanation,
    )
    return _page(problem.title, body)


def _row(problem: Problem) -> tuple[str, str, int, str]:
    return problem.type, problem.slug, problem.status, problem.title


def _page(title: str, body: str) -> HttpResponse:
    return HttpResponse(format_html(_PAGE, title=title, body=body))
