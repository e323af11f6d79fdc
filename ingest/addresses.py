"""Addresses of the web as pages and feeds write them: made whole, and only those that lead to a site."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

__all__ = ["host_of", "web_address", "wire_address"]

_UNPRINTED = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_WHOLE = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_PATH = "/%:@!$&'()*+,;=~-._"
_QUERY = _PATH + "?[]|"
_LONGEST = 8192
"""Code points; servers and browsers give up on longer ones."""


def web_address(written: str, base: str | None = None) -> str | None:
    """The http or https address that `written` stands for, resolved against `base` if it is given.

    None for any other scheme, for what names no host or no port that can be, and for what holds white space, control
    characters or invisible marks inside.
    """
    written = written.strip()
    if not written or len(written) > _LONGEST:
        return None
    try:
        whole = urljoin(base, written) if base and not _WHOLE.match(written) else written
        parts = urlsplit(whole)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets that are no IPv6 address, a port that is no number
        return None
    return whole if usable and not _UNPRINTED.search(whole) else None


def wire_address(url: str) -> str:
    """A web address as requests carry it: ASCII only, without fragment and without a name or password.

    Raises:
        ValueError: its host has no ASCII form.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode() if not (parts.hostname or "").isascii() else parts.hostname
    host = f"[{host}]" if ":" in (host or "") else host
    port = f":{parts.port}" if parts.port else ""
    path = quote(parts.path or "/", safe=_PATH)
    query = f"?{quote(parts.query, safe=_QUERY)}" if parts.query else ""
    return f"{parts.scheme}://{host}{port}{path}{query}"


def host_of(url: str) -> str:
    """The host of a web address in small letters, or ""."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
