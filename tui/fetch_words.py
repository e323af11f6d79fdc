"""Why something did not come from the network, in words."""

from __future__ import annotations

from typing import Final

from extract.errors import FailureReason
from ingest.errors import FetchFailed, FetchReason, Reason
from tui.i18n import N_, _
from widgets.display import harmless

__all__ = ["fetch_sentence", "why"]

# Reasons are strings: equal ones of several rooms share their words.
_WHY: Final[dict[str, str]] = {
    FetchReason.ADDRESS: N_("“{detail}” is no address of the web"),
    FetchReason.PRIVATE: N_("{detail} lies in a private network; `--local` allows it for a feed of your own"),
    FetchReason.NAME: N_("the host {detail} is unknown; check the address, and the connection"),
    FetchReason.CONNECT: N_("nobody answers ({detail}); check the connection"),
    FetchReason.TLS: N_("the server cannot prove who it is ({detail})"),
    FetchReason.TIMEOUT: N_("it took longer than {detail} seconds"),
    FetchReason.CUT: N_("the connection broke off"),
    FetchReason.TOO_LARGE: N_("it is larger than {detail} MiB"),
    FetchReason.REDIRECTS: N_("it redirects in circles"),
    FetchReason.PACKED: N_("it is packed in a way that was not asked for ({detail})"),
    FetchReason.STATUS: N_("the server refuses (status {detail})"),
    FetchReason.BUSY: N_("the server asks to come back later (status {detail})"),
    FetchReason.GONE: N_("the server says that it is gone for good"),
    FetchReason.NOT_A_FEED: N_("what is there is no feed"),
    FetchReason.STOPPED: N_("it was stopped"),
    Reason.NO_TEXT: N_("no article text was found on the page"),
    Reason.EMPTY: N_("the page is empty"),
    Reason.UNDECODABLE: N_("the page cannot be read as {detail}"),
    Reason.BINARY: N_("what is there is no text"),
    FailureReason.CRASH: N_("parsing it failed ({detail})"),
}

_FAILED = N_("it failed ({detail})")


def why(reason: str, detail: str) -> str:
    """A reason, as stored or raised, in words, safe to print; without a full stop."""
    return _(_WHY.get(reason, _FAILED)).format(detail=harmless(detail))


def fetch_sentence(error: FetchFailed) -> str:
    """What to say about an address that gave nothing."""
    return _("{name}: {reason}.").format(name=harmless(error.url), reason=why(error.reason, error.detail))
