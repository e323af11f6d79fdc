"""How far a chosen speaker can be trusted: evidence beyond what the choice itself weighed.

A name that is cut wrongly, or a person joined from two, makes a clear choice wrong all the same; how sure the name is,
and how far the others lie behind, tell.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.logistic import bucket
from extract.phrases import Phrases, cut
from extract.roles import HEADS
from extract.said import Candidate, Said, is_pronoun, names_inside
from extract.statements import Statements
from extract.tables import rows

__all__ = ["features"]

_HONORIFICS: Phrases[str] = Phrases((form, use) for form, _, use in rows("honorifics"))


def features(
    statements: Statements, said: Said, chance: float, found: Sequence[Candidate], best: Candidate
) -> list[str]:
    """The features of `best` among `found`; `chance` is the quote's own."""
    others = sorted((c.chance for c in found if c is not best), reverse=True)
    second = others[0] if others else 0.0
    step = min(19, int(best.chance * 20))
    margin = min(9, int(10 * (best.chance - second)))
    kind = "d" if said.direct else "i"
    result = [
        f"c={step}",
        f"m={margin}",
        f"cm={step // 2}|{margin // 2}",
        f"k={kind}|{best.entity is not None}|{best.span is None}",
        f"g={bucket(said.governed) // 2}|{kind}",
        f"q={bucket(chance) // 2}|{kind}",
        f"n={min(len(found), 6)}",
        f"near={best.near}|{best.span is None}",
        f"fit={best.phrase in ('desc', 'many', '-') or '?'}|{best.fits}|{min(best.rank, 3)}",
    ]
    text = statements.text
    words = text[best.span[0] : best.span[1]] if best.span else ""
    result.append(f"w={'-' if not words else 'pro' if is_pronoun(words) else 'text'}")
    if best.entity is None:
        return result
    entity = statements.by_id[best.entity]
    name = cut(entity.name)
    titled = HEADS.starting(name, 0) is not None or _HONORIFICS.starting(name, 0) is not None
    capitals = sum(word[:1].isupper() for word in entity.name.split())
    sure = sorted(mention.certainty for mention in entity.mentions)
    result += [
        f"t={entity.type}|{kind}",
        f"tn={entity.type}|{min(len(name), 6)}|{titled}",
        f"tc={entity.type}|{capitals == len(entity.name.split())}",
        f"ts={entity.type}|{bucket(sure[0])}|{bucket(sure[len(sure) // 2])}",
        f"tm={entity.type}|{min(len(entity.mentions), 5)}",
        f"forms={entity.type}|{min(3, len({text[m.start : m.end] for m in entity.mentions}))}",
    ]
    named = names_inside(statements, *best.span) if best.span else []
    own = [row for row in named if statements.entities[row[2]].id == best.entity]
    if own:
        shown = text[own[-1][0] : own[-1][1]]
        mention = next(m for m in entity.mentions if m.start == own[-1][0])
        result += [
            f"in={entity.type}|{shown == entity.name}|{len(named)}",
            f"inc={entity.type}|{bucket(mention.certainty)}",
            f"ins={entity.type}|{min(4, len(shown.split()))}",
            f"after={text[own[-1][1] : own[-1][1] + 1]}",
        ]
    else:
        result.append(f"in=-|{len(named)}")
    return result
