"""The counts behind a score, one row per unit that a bootstrap may draw again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.benchmarks.scorers import Remembered, module, run_main

Counts = Sequence[tuple[float, ...]]

QUANTITY_SCORES = ("value", "value+unit", "value+change", "value+concept partial", "value+concept complete")
STORY_SCORES = {
    "figures right": "gold figures right (number and measure)",
    "disagreement precision": "disagreement precision",
    "class right": "class right (conflict or explained)",
    "conflicts found": "conflicts found as conflicts",
}
"""Our names of the ratios that score_fakes.py adds up over stories, and its names."""


def quantities(bench: Path, predicted: Path, gold: Path) -> Mapping[str, Counts]:
    """Per sentence (true positives, predicted, gold) of every quantity score."""
    scorer = module(bench, "score_newsquant")
    said = {row["id"]: row for row in scorer.common.read_jsonl(predicted)}
    out: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    for sentence in scorer.common.read_jsonl(gold):
        files = {"predicted": [r for r in [said.get(sentence["id"])] if r], "gold": [sentence]}
        printed = run_main(scorer, "predicted", "gold", read_jsonl=files.__getitem__)
        n_gold, n_predicted = printed.counts
        for name in QUANTITY_SCORES:
            out[name].append((printed.true_positives(name), n_predicted, n_gold))
    return dict(out)


def attributions(bench: Path, marts: Path, gold: Path) -> Counts:
    """Per document (true positives, predicted, gold) of content with source."""
    scorer = module(bench, "score_attribution")
    connection = Remembered(scorer.common.connect(str(marts)))
    out = []
    for document in scorer.common.read_jsonl(gold):
        printed = run_main(scorer, marts, "gold", connect=lambda _: connection, read_jsonl=lambda _, one=document: [one])
        n_gold, n_predicted = printed.counts
        out.append((printed.true_positives("content + source"), n_predicted, n_gold))
    return out


def stories(bench: Path, marts: Path, folder: Path) -> Mapping[str, Counts]:
    """Per story (hits, all) of the scores that add up over stories, and (right, predicted, gold) of "disagreements F1"."""
    scorer = module(bench, "score_fakes")
    connection = Remembered(scorer.common.connect(str(marts)))
    read_jsonl = scorer.common.read_jsonl
    articles, all_stories = read_jsonl(folder / "articles.jsonl"), read_jsonl(folder / "stories.jsonl")
    out: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    for story in all_stories:
        printed = run_main(
            scorer,
            marts,
            folder,
            connect=lambda _: connection,
            read_jsonl=lambda path, one=story: articles if Path(path).name == "articles.jsonl" else [one],
        )
        for ours, theirs in STORY_SCORES.items():
            out[ours].append(printed.hits(theirs))
        out["disagreements F1"].append((*printed.hits("disagreement precision"), printed.hits("disagreement recall")[1]))
    return dict(out)


def totals(bench: Path, marts: Path, folder: Path) -> Counts:
    """Per article of facts.csv (1 where its total of killed is right, 1)."""
    scorer = module(bench, "score_fakes")
    with open(folder / "facts.csv", encoding="utf-8") as rows:
        facts = list(scorer.csv.DictReader(rows))
    said = scorer.Marts(str(marts)).totals()
    out = []
    for fact in facts:
        want = float(fact["nb_civilians"] or 0) + float(fact["nb_noncivilians"] or 0)
        got = said.get(fact["doc_id"])
        out.append((any(scorer.close(v, want) for v in got) if got else want == 0, 1))
    return out


def links(bench: Path, marts: Path, links_tsv: Path, ignore: Path | None = None, articles: Path | None = None) -> Mapping[str, Counts]:
    """What score_links.py counts, by gold cluster, and by pair for look-alikes.

    "pairs F1": (right, predicted, gold); a predicted pair across two clusters counts half for each. "B-cubed F1": sums of the
    items' precision and of their recall, and items. "look-alikes linked": (1 where wrongly linked, 1) per pair.
    """
    common = module(bench, "common")
    rows = common.read_tsv(links_tsv)
    column = next(c for c in rows[0] if c not in ("doc_id", "confidence"))
    gold = {r["doc_id"]: r[column] for r in rows if r.get("confidence", "high") == "high"}
    predicted = common.primary_events(common.connect(str(marts)))
    predicted = {i: predicted.get(i, f"alone:{i}") for i in gold}
    want, got = common.pairs(gold), common.pairs(predicted)
    marked = {
        k: {frozenset((r["doc_id_a"], r["doc_id_b"])) for r in (common.read_tsv(ignore) if ignore else []) if r["kind"] == k}
        for k in ("undecided", "different")
    }
    lookalikes = [(pair in got, 1) for pair in sorted(marked["different"], key=sorted) if pair <= set(gold)]
    want, got = want - marked["undecided"], got - marked["undecided"]
    if articles:
        source = {a["doc_id"]: a["source"] for a in common.read_jsonl(articles)}
        want, got = ({p for p in some if len({source.get(i) for i in p}) > 1} for some in (want, got))

    by_pairs: dict[str, list[float]] = {cluster: [0, 0, 0] for cluster in gold.values()}
    for pair in want:
        by_pairs[gold[next(iter(pair))]][2] += 1
        by_pairs[gold[next(iter(pair))]][0] += pair in got
    for item in (i for pair in got for i in pair):
        by_pairs[gold[item]][1] += 0.5

    mine, truth = defaultdict(set), defaultdict(set)
    for item in gold:
        mine[predicted[item]].add(item)
        truth[gold[item]].add(item)
    by_items: dict[str, list[float]] = {cluster: [0, 0, 0] for cluster in gold.values()}
    for item, cluster in gold.items():
        both = len(mine[predicted[item]] & truth[cluster])
        by_items[cluster][0] += both / len(mine[predicted[item]])
        by_items[cluster][1] += both / len(truth[cluster])
        by_items[cluster][2] += 1
    return {
        "pairs F1": [tuple(c) for c in by_pairs.values()],
        "B-cubed F1": [tuple(c) for c in by_items.values()],
        "look-alikes linked": lookalikes,
    }
