"""The shipped articles are retellings: no run of five words of the reports whose facts they tell, names and titles aside."""

from __future__ import annotations

import json
import re
from pathlib import Path

ARTICLES = Path(__file__).resolve().parents[2] / "seeds/articles"
NAMES = (
    "Syrian Observatory for Human Rights",
    "Syrian Democratic Forces",
    "Korean People's Army",
    "Security Council Secretary",
    "Sergei Shoigu",
    "Sergey Shoygu",
    "Kim Jong Un",
    "Rami Abdel Rahman",
    "Fuaa and Kafraya",
    "al-Foua and Kefraya",
    "Madaya and Zabadani",
    "Tall Tawil",
    "Islamic State",
    "Hasakeh city",
    "Hassakeh city",
)


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", re.sub(r"['’,]", "", text.lower()))


def runs(text: str) -> set[tuple[str, ...]]:
    """All runs of five words, a name counting as one."""
    plain = " ".join(words(text))
    for name in NAMES:
        joined = " ".join(words(name))
        plain = plain.replace(joined, joined.replace(" ", ""))
    tokens = plain.split()
    return {tuple(tokens[i : i + 5]) for i in range(len(tokens) - 4)}


def shipped() -> dict[str, str]:
    texts = {path.name: path.read_text(encoding="utf-8") for path in ARTICLES.rglob("*.txt")}
    for path in ARTICLES.rglob("*.jsonl"):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            texts[row["doc_id"]] = f"{row['title']}\n\n{row['text']}"
    return texts


def test_there_are_nine_short_reports():
    texts = shipped()
    assert len(texts) == 9
    assert all(120 <= len(words(text)) <= 260 for text in texts.values())


def test_no_run_of_five_words_is_taken_over(shared: Path):
    given = set().union(*(runs(path.read_text(encoding="utf-8")) for path in (shared / "seeds").glob("*.txt")))
    with open(shared / "bench/fakes/articles.jsonl", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            given |= runs(f"{row['title']}\n\n{row['text']}")
    assert {name: found for name, text in shipped().items() if (found := runs(text) & given)} == {}
