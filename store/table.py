"""TinyDB's table over SQLite rows: every method of its own, none of them reading or writing the whole table."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any

import tinydb.table
from tinydb.queries import QueryLike
from tinydb.table import Document

from store.plan import Plan, plan
from store.storage import SqliteStorage

__all__ = ["Table"]


class Table(tinydb.table.Table):
    """A TinyDB table. Over another storage than `SqliteStorage` it behaves as TinyDB's own."""

    def __init__(
        self,
        storage: Any,
        name: str,
        cache_size: int = tinydb.table.Table.default_query_cache_capacity,
        persist_empty: bool = False,
    ) -> None:
        self._sqlite = storage if isinstance(storage, SqliteStorage) else None
        self._seen: int | None = None
        super().__init__(storage, name, cache_size=cache_size, persist_empty=persist_empty)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        """What happens inside is one transaction; on an exception nothing of it happened."""
        with contextlib.nullcontext() if self._sqlite is None else self._sqlite.file.atomic():
            yield

    def _forget_if_changed(self) -> None:
        """Drop cached results when anybody changed the file since they were made."""
        if self._sqlite is not None:
            revision = self._sqlite.revision()
            if revision != self._seen:
                self.clear_cache()
                self._seen = revision

    def insert(self, document: Mapping[str, Any]) -> int:
        # The id is found inside the writing transaction: no other process can give it out meanwhile.
        with self._transaction():
            return super().insert(document)

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        with self._transaction():
            return super().insert_multiple(documents)

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        with self._transaction():
            return super().upsert(document, cond)

    def search(self, cond: QueryLike) -> list[Document]:
        self._forget_if_changed()
        cached = self._query_cache.get(cond)
        if cached is not None:
            return cached[:]
        found = [self.document_class(document, id) for id, document in self._candidates(cond) if cond(document)]
        if getattr(cond, "is_cacheable", lambda: True)():
            self._query_cache[cond] = found[:]
        return found

    def get(  # type: ignore[override]  # TinyDB spells the same out in overloads
        self, cond: QueryLike | None = None, doc_id: int | None = None, doc_ids: list[int] | None = None
    ) -> Document | list[Document] | None:
        if self._sqlite is not None and doc_id is None:
            if doc_ids is not None:
                some = self._sqlite.rows(self.name).some(map(str, doc_ids))
                return [self.document_class(document, self.document_id_class(id)) for id, document in some]
            if cond is not None:
                for id, document in self._candidates(cond):
                    if cond(document):
                        return self.document_class(document, id)
                return None
        found: Any = super().get(cond, doc_id, doc_ids)  # type: ignore[arg-type]  # None is its own default
        return found  # type: ignore[no-any-return]  # the overloads say more than TinyDB does

    def _candidates(self, cond: QueryLike) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """The documents that `cond` can select, with their ids: by SQL where its fields have columns, else all."""
        if self._sqlite is not None and (layout := self._sqlite.layout(self.name)) is not None:
            narrowed = plan(cond, layout) or Plan("TRUE")
            rows: Iterator[tuple[Any, Mapping[str, Any]]] = self._sqlite.rows(self.name).where(
                narrowed.condition, narrowed.parameters
            )
        else:
            rows = iter(self._read_table().items())
        return ((self.document_id_class(id), document) for id, document in rows)

    def update(
        self,
        fields: Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None],
        cond: QueryLike | None = None,
        doc_ids: Iterable[int] | None = None,
    ) -> list[int]:
        with self._transaction():
            return super().update(fields, cond, self._matching(cond, doc_ids))

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        with self._transaction():
            return super().remove(cond, self._matching(cond, doc_ids))

    def _matching(self, cond: QueryLike | None, doc_ids: Iterable[int] | None) -> Iterable[int] | None:
        """The ids `cond` selects, found without loading what it does not select; else `doc_ids` as they are."""
        if self._sqlite is None or cond is None or doc_ids is not None:
            return doc_ids
        return [id for id, document in self._candidates(cond) if cond(document)]

    def _get_next_id(self) -> int:
        if self._sqlite is None or self.document_id_class is not int:
            return super()._get_next_id()  # type: ignore[no-untyped-call, no-any-return]  # TinyDB leaves it untyped
        # An id given out by this table is not given out again, even if its document is gone by now.
        last: int | None = self._next_id
        id = max(last or 1, self._sqlite.rows(self.name).greatest_id() + 1)
        self._next_id = id + 1  # type: ignore[assignment]  # TinyDB declares it None
        return id

    def _read_table(self) -> Mapping[str, Mapping[str, Any]]:  # type: ignore[override]  # TinyDB only reads it
        if self._sqlite is None:
            return super()._read_table()
        return self._sqlite.rows(self.name)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        if self._sqlite is None:
            super()._update_table(updater)
            return
        self._sqlite.change(self.name, updater, numbered=issubclass(self.document_id_class, int))
        self.clear_cache()
