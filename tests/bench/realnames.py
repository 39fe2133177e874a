"""Names of real registers, read from the captures in the repository (or another folder of the same files)."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

from compose import Name
from wordlists import bucket, core_key, universe_of

# First column of a published table, with the columns that name a recruiter and the country of the register. Of two names of
# one enterprise only one is taken: the other would count as unregistered.
COLUMNS = {"rl_no": (["name"], "BD"), "license_number": (["company_name"], "BD"), "option_id_in_form": (["p3mi_name"], "ID"),
           "name_vi": (["name_vi", "trade_name"], "VN")}
LEGAL_END = re.compile(
    r"[ ,.]*\(?(?:pvt\.?|private|co\.?|p)?\)?[ ,.]*\b(?:ltd|limited|inc|incorporated|corp|corporation|jsc|llc|sdn\.? bhd)\b\.?$", re.I)
TAIL = re.compile(
    r"(?:[ &]+(?:international|overseas|manpower|services?|enterprises?|agency|recruitment|placement|associates?|consultants?|air|"
    r"travels?|tourism|trade|trading|human|resources?|employment|corporation|limited|development|management|business))+$", re.I)


def parsed(text: str, country: str) -> Name:
    """A published name cut into brand, trade words and company form as far as its ending shows them."""
    text = re.sub(r"\s+", " ", text).strip()
    legal = LEGAL_END.search(text)
    rest = text[: legal.start()] if legal else text
    tail = TAIL.search(rest)
    brand = rest[: tail.start()] if tail and tail.start() > 2 else rest
    return Name(country, "", brand.strip(), tail.group().strip() if tail else "", legal.group().strip(" ,.") if legal else "", text)


def tables(folder: Path) -> list[tuple[str, str]]:
    """Every recruiter name under the folder with its country; sanctioned entities carry the country `XX`."""
    found: list[tuple[str, str]] = []
    for path in sorted(folder.rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.DictReader(lines)
            header = table.fieldnames or []
            if "ofac_uid" in header and "name" in header:
                found += [(row["name"], "XX") for row in table if row["name"]]
                continue
            columns, country = COLUMNS.get(header[0] if header else "", ([], ""))
            for row in table:
                names = [row[column] for column in columns if row.get(column)]
                if names:
                    found.append((names[bucket(names[0]) // 2 % len(names)], country))
    for path in sorted(folder.rglob("*.json")):
        try:
            answer = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            continue
        data = answer.get("data", []) if isinstance(answer, dict) else []
        for row in data if isinstance(data, list) else []:
            name = row.get("name") or row.get("agency") if isinstance(row, dict) else None
            if name:
                found.append((name, "PH"))
    return found


def of_universe(folder: Path | None, universe: str) -> tuple[list[Name], list[Name]]:
    """Recruiters and sanctioned entities of one universe, each name once, in an order that depends on the names alone."""
    if folder is None or not folder.is_dir():
        return [], []
    recruiters: dict[str, Name] = {}
    sanctioned: dict[str, Name] = {}
    for text, country in tables(folder):
        key = core_key(text)
        if len(key) >= 3 and universe_of(key) == universe:
            (sanctioned if country == "XX" else recruiters).setdefault(key, parsed(text, country))
    order = lambda names: [names[key] for key in sorted(names, key=lambda key: (bucket(key), key))]
    return order(recruiters), order(sanctioned)
