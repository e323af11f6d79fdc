"""Which rows a TinyDB query can concern, as an SQL condition.

A query's hash spells it out: `("==", ("site",), "…")`, `("and", frozenset(…))`. From it comes a condition that every
document satisfies on which the query is true, or fails with an exception. The rows it selects are then put to the query
itself, so that the answer is TinyDB's in every case, and a query that cannot be translated only costs more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tinydb.queries import QueryInstance, QueryLike

from store.layout import OTHER, Layout, column_value

__all__ = ["Plan", "plan"]

_MOST_ITEMS = 500
"""Longer lists are not worth a condition."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A condition of a WHERE clause with its parameters."""

    condition: str
    parameters: tuple[Any, ...] = ()


def plan(cond: QueryLike, layout: Layout) -> Plan | None:
    """The condition for the rows of `layout` that `cond` can select; None when it says nothing about the columns."""
    if not layout.columns or not isinstance(cond, QueryInstance) or not cond.is_cacheable():
        return None
    return _plan(cond._hash, layout)


def _plan(spelt: Any, layout: Layout) -> Plan | None:
    match spelt:
        case ("and", frozenset() as parts):
            plans = [found for part in parts if (found := _plan(part, layout)) is not None]
            return _joined(" AND ", plans) if plans else None
        case ("or", frozenset() as parts):
            some = [_plan(part, layout) for part in parts]
            plans = [found for found in some if found is not None]
            return _joined(" OR ", plans) if len(plans) == len(some) else None
        case (str() as operator, (str() as column,), *value) if column in layout.columns and operator in _OPERATORS:
            return _OPERATORS[operator](column, *value)
    return None


def _joined(word: str, plans: list[Plan]) -> Plan:
    return Plan(
        "(" + word.join(plan.condition for plan in plans) + ")",
        tuple(parameter for plan in plans for parameter in plan.parameters),
    )


def _known(value: object) -> bool:
    """Whether a column compares with `value` as Python does. Objects of other types may equal anything."""
    return value is None or type(value) in (bool, int, float, str) or isinstance(value, StrEnum)


def _equal(column: str, value: object) -> Plan | None:
    if not _known(value):
        return None
    return Plan(f"({column} = ? OR {column} >= x'')", (column_value(value),))


def _one_of(column: str, items: object) -> Plan | None:
    if not isinstance(items, tuple | frozenset) or len(items) > _MOST_ITEMS or not all(map(_known, items)):
        return None
    marks = ", ".join("?" * len(items))
    return Plan(f"({column} IN ({marks}) OR {column} >= x'')", tuple(map(column_value, items)))


def _ordered(operator: str) -> Callable[[str, object], Plan | None]:
    def compare(column: str, value: object) -> Plan | None:
        bound = column_value(value) if _known(value) else OTHER
        if bound == OTHER:
            return None
        # Numbers sort before strings and strings before blobs. Python refuses to compare them: such rows are selected
        # too, and the query fails on them as it would anywhere.
        if operator in ("<", "<="):
            others = "''" if not isinstance(bound, str) else "x''"
            return Plan(f"({column} {operator} ? OR {column} >= {others})", (bound,))
        others = f" OR {column} < ''" if isinstance(bound, str) else ""
        return Plan(f"({column} {operator} ?{others})", (bound,))

    return compare


_OPERATORS: dict[str, Callable[..., Plan | None]] = {
    "==": _equal,
    "one_of": _one_of,
    "exists": lambda column: Plan(f"{column} IS NOT NULL"),
    **{operator: _ordered(operator) for operator in ("<", "<=", ">", ">=")},
}
