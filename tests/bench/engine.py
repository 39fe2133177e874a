"""Runs the engine under test: builds a pack, asks it in batches, measures what it left on the disk."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

# The tables that only the matcher reads, by the names of every schema so far; their own indices count too.
INDEX_TABLES = ("document", "gram", "token", "vocabulary")


@dataclass
class Answer:
    """What an engine says to one query: entries best first with their scores."""

    hits: list[tuple[str, float]]
    cpu_ms: float
    accepted: bool | None = None

    @property
    def best(self) -> float:
        return self.hits[0][1] if self.hits else float("-inf")


@dataclass
class Run:
    """A finished command."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


@dataclass
class Sizes:
    """Bytes on the disk. `tables` is empty where SQLite here cannot tell tables apart."""

    pack: int
    store: int
    tables: dict[str, int] = field(default_factory=dict)

    @property
    def index(self) -> int:
        """Bytes of the matcher's own tables, or of the whole store where they cannot be told apart."""
        names = [name for table in INDEX_TABLES for name in (table, f"sqlite_autoindex_{table}_1")]
        return sum(self.tables.get(name, 0) for name in names) or self.store


class EngineError(Exception):
    """A command of the engine failed; the message says which and why."""


def run(command: list[str], output: Path | None = None) -> Run:
    """Runs a command to its end with its processor time and peak memory."""
    started = time.monotonic()
    errors = Path(str(output) + ".err") if output else None
    with (output.open("wb") if output else open(os.devnull, "wb")) as out, (
        errors.open("wb") if errors else open(os.devnull, "wb")
    ) as err:
        process = subprocess.Popen(command, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        said = errors.read_text(errors="replace").strip()[-500:] if errors else ""
        raise EngineError(f"{' '.join(command[:6])} … ended with {process.returncode}: {said}")
    return Run(time.monotonic() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


@dataclass
class Engine:
    """The binary with the pack of one corpus."""

    binary: Path
    work: Path

    @property
    def pack(self) -> Path:
        return self.work / "pack"

    @property
    def data(self) -> Path:
        return self.work / "data"

    def build(self, descriptor: Path, register: Path) -> Run:
        """Builds the pack of the register; the folder is emptied first."""
        shutil.rmtree(self.pack, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)
        self.work.mkdir(parents=True, exist_ok=True)
        command = [self.binary, "publish", "pack", "--descriptor", descriptor, "--input", register, "--out", self.pack]
        return run([str(part) for part in command], self.work / "publish.txt")

    def ask(self, queries: Path, limit: int = 10) -> dict[str, Answer]:
        """Answers by query id; queries that the engine refused are missing."""
        return {line["id"]: answer(line) for line in self.batch("search", queries, ["--limit", str(limit)]) if "hits" in line}

    def compare(self, pairs: Path) -> dict[str, float]:
        """How alike the names of each pair are, by pair id."""
        return {line["id"]: line["score"] for line in self.batch("compare", pairs, []) if "score" in line}

    def batch(self, command: str, questions: Path, options: list[str]) -> list[dict]:
        out = self.work / f"{questions.stem}.{command}.jsonl"
        run([str(self.binary), "--pack", str(self.pack), "--data", str(self.data), command, "--batch", str(questions), *options], out)
        with out.open(encoding="utf-8") as lines:
            return [json.loads(line) for line in lines if line.strip()]

    def sizes(self) -> Sizes:
        """Call after the first question: the store is made from the pack then."""
        pack = sum(path.stat().st_size for path in self.pack.rglob("*.smpack"))
        stores = [path for path in self.data.rglob("*") if path.is_file() and is_sqlite(path)]
        # The shipped lists may lie beside it in a store of their own.
        largest = max(stores, key=lambda path: path.stat().st_size, default=None)
        return Sizes(pack, largest.stat().st_size, table_sizes(largest)) if largest else Sizes(pack, 0)


def answer(line: dict) -> Answer:
    """A recruiter is `<register>:<id of the row>`; the corpus knows the row."""
    hits = [(hit["recruiter_id"].rsplit(":", 1)[-1], float(hit["score"])) for hit in line["hits"]]
    return Answer(hits, line.get("cpu_us", 0) / 1000, line.get("accepted"))


def is_sqlite(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def table_sizes(store: Path) -> dict[str, int]:
    """Bytes of each table of a store; nothing where this SQLite was built without dbstat."""
    with sqlite3.connect(f"file:{store}?mode=ro&immutable=1", uri=True) as connection:
        try:
            return dict(connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
        except sqlite3.DatabaseError:
            return content_sizes(connection)


def content_sizes(connection: sqlite3.Connection) -> dict[str, int]:
    """The same counted from the values themselves, a few per cent less than the pages they fill."""
    sizes = {}
    columns = {"document": "length(tokens) + 8", "gram": "length(postings) + 10", "token": "length(token) + 6",
               "vocabulary": "length(words) + length(lengths)"}
    for table, expression in columns.items():
        try:
            sizes[table] = connection.execute(f"SELECT total({expression}) FROM {table}").fetchone()[0]
        except sqlite3.DatabaseError:
            continue
    return {table: int(size) for table, size in sizes.items()}
