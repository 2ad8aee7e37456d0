"""The words of the desk's pages for states, reasons and events. Plain data."""

from __future__ import annotations

from claims.workflow import Stage, VerdictState

STAGE_LABELS = {
    Stage.NEW: "New",
    Stage.TRIAGED: "Accepted",
    Stage.RESEARCHING: "Researching",
    Stage.DRAFTING: "Drafting",
    Stage.IN_REVIEW: "In review",
    Stage.ADJUDICATION: "Adjudication",
    Stage.READY: "Ready",
    Stage.PUBLISHED: "Published",
    Stage.CORRECTING: "Correcting",
    Stage.CLOSED: "Closed",
}

NEXT_STEPS = {
    Stage.NEW: "A reviewer decides whether the desk checks this: accept, decline, split, or mark as a duplicate.",
    Stage.TRIAGED: "Somebody takes the claim. Sources are being gathered meanwhile.",
    Stage.RESEARCHING: "Read the ranked passages, adopt what counts as evidence, then draft a verdict.",
    Stage.DRAFTING: "The author finishes the draft, cites evidence and submits it for review.",
    Stage.IN_REVIEW: "A second person votes: a reviewer who did not write the verdict.",
    Stage.ADJUDICATION: "The votes are split. An editor who neither wrote nor voted decides.",
    Stage.READY: "Approved. An editor publishes it.",
    Stage.PUBLISHED: "Published. An editor can correct or retract it.",
    Stage.CORRECTING: "A correction is on its way through review; the published verdict stays until then.",
    Stage.CLOSED: "Closed. A declined claim or a duplicate can be reopened.",
}

VERDICT_TONES = {
    VerdictState.DRAFT: "",
    VerdictState.IN_REVIEW: "busy",
    VerdictState.ADJUDICATION: "warn",
    VerdictState.APPROVED: "good",
    VerdictState.PUBLISHED: "good",
    VerdictState.RETRACTED: "bad",
}

QUEUE_TONES = {
    "queued": "warn",
    "fetching": "busy",
    "searching": "busy",
    "running": "busy",
    "fetched": "good",
    "done": "good",
    "read": "good",
    "failed": "bad",
    "refused": "bad",
}

REASONS = {
    "bad_encoding": "The answer is compressed in a way that cannot be read.",
    "bad_url": "This is no address that can be fetched.",
    "blocked_address": "The address is not on the public internet, so it is not fetched.",
    "broken": "The document is damaged and cannot be read.",
    "compression_ratio": "The answer unpacks to far more than it should; it was refused.",
    "connect_failed": "The server could not be reached.",
    "connect_timeout": "The server did not answer in time.",
    "credentials": "The address holds a password; remove it.",
    "disconnected": "The server broke the connection off.",
    "dns_failure": "The name of the server could not be looked up.",
    "dns_nxdomain": "There is no server of that name.",
    "empty": "The document is empty.",
    "encrypted": "The document is locked with a password.",
    "given_up": "Somebody gave it up.",
    "header_too_large": "The answer's headers are too large.",
    "hostile_markup": "The page is built to exhaust readers; it was refused.",
    "no_key": "No key for this provider is set: ask an administrator.",
    "poisoned": "It broke its worker three times and is kept apart.",
    "port": "The address names a port that is not fetched.",
    "quota": "The provider's quota is used up.",
    "redirect_loop": "The server redirects in a circle.",
    "robots": "The site's robots.txt asks not to fetch this page.",
    "robots_unreachable": "The site's robots.txt could not be read; until then the page is left alone.",
    "scheme": "Only http and https addresses are fetched.",
    "timeout": "The server was too slow.",
    "tls_error": "The connection is not safe: its certificate does not hold.",
    "too_large": "The answer is larger than this service keeps.",
    "too_many_redirects": "The server redirects too often.",
    "too_slow": "The server was too slow.",
    "wrong_type": "This kind of document is not read here.",
}


def reason_words(code: str) -> str:
    """Return the sentence for a reason code on a queue row; an unknown code stands for itself."""
    if code.startswith("http_"):
        return f"The server answered {code.removeprefix('http_')}."
    return REASONS.get(code, code.replace("_", " "))


def event_words(action: str) -> str:
    """Return an audit action as people read it: ``verdict.submitted`` is “verdict submitted”."""
    return action.replace(".", " ").replace("_", " ")
