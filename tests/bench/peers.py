"""The engines that stand beside ours in the table: SQLite's full text search and RapidFuzz, fed the same register."""

from __future__ import annotations

import re
import sqlite3
import time
from abc import ABC, abstractmethod

from engine import Answer

REQUIREMENTS = {"rapidfuzz": "rapidfuzz>=3.9,<4"}


class Peer(ABC):
    """A search engine over (row id, name)."""

    label = ""

    @abstractmethod
    def search(self, query: str, limit: int) -> list[tuple[str, float]]:
        """Rows best first."""

    @abstractmethod
    def index_bytes(self) -> int:
        """Size of what is searched."""

    def ask(self, query: str, limit: int = 10) -> Answer:
        started = time.process_time()
        hits = self.search(query, limit)
        return Answer(hits, (time.process_time() - started) * 1000)


class FullText(Peer):
    """SQLite FTS5 ranked by bm25; any feature of the query may match."""

    def __init__(self, rows: list[tuple[str, str]], tokenizer: str) -> None:
        self.label = f"SQLite FTS5 {tokenizer} + bm25"
        self.trigrams = tokenizer == "trigram"
        self.ids = [identifier for identifier, _ in rows]
        self.connection = sqlite3.connect(":memory:")
        # Contentless: the index alone is measured, as for the others.
        self.connection.execute(f"CREATE VIRTUAL TABLE names USING fts5(name, tokenize='{tokenizer}', content='')")
        self.connection.executemany("INSERT INTO names(rowid, name) VALUES (?, ?)", enumerate(name.lower() for _, name in rows))
        self.connection.execute("INSERT INTO names(names) VALUES ('optimize')")
        self.connection.commit()
        self.connection.execute("VACUUM")

    def search(self, query: str, limit: int) -> list[tuple[str, float]]:
        text = query.lower()
        if self.trigrams:
            terms = {text[i : i + 3] for i in range(len(text) - 2)}
        else:
            terms = set(re.findall(r"[^\W_]+", text))
        if not terms:
            return []
        match = " OR ".join('"' + term.replace('"', '""') + '"' for term in sorted(terms))
        found = self.connection.execute(
            "SELECT rowid, bm25(names) FROM names WHERE names MATCH ? ORDER BY 2 LIMIT ?", (match, limit))
        return [(self.ids[row], -score) for row, score in found]

    def index_bytes(self) -> int:
        pages, size = (self.connection.execute(f"PRAGMA {what}").fetchone()[0] for what in ("page_count", "page_size"))
        return pages * size


class Fuzzy(Peer):
    """RapidFuzz over every name."""

    def __init__(self, rows: list[tuple[str, str]], scorer: str) -> None:
        from rapidfuzz import fuzz, process, utils

        self.label = f"RapidFuzz {scorer}, brute force"
        self.scorer, self.process, self.clean = getattr(fuzz, scorer), process, utils.default_process
        self.ids = [identifier for identifier, _ in rows]
        self.names = [self.clean(name) for _, name in rows]

    def search(self, query: str, limit: int) -> list[tuple[str, float]]:
        found = self.process.extract(self.clean(query), self.names, scorer=self.scorer, limit=limit)
        return [(self.ids[row], score / 100) for _, score, row in found]

    def index_bytes(self) -> int:
        return sum(len(name.encode()) for name in self.names)


def all_peers(rows: list[tuple[str, str]]) -> list[Peer]:
    """Every peer with the register loaded."""
    return [FullText(rows, "trigram"), FullText(rows, "unicode61"), Fuzzy(rows, "WRatio"), Fuzzy(rows, "token_sort_ratio")]
