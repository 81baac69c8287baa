"""The sets: which are there, how each is run, and which scores it gives."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks import intervals, score_reports, units
from tests.benchmarks.offsets import Offsets, check_warehouse
from tests.benchmarks.scorers import ROOT, Printed, RunFailed, rashomon, score

ARTICLES = {
    "fakes": "fakes/articles.jsonl",
    "gva": "gva/articles.jsonl.gz",
    "ecbplus": "ecbplus/articles.jsonl",
    "polnear": "polnear/dev.jsonl.gz",
    "throughput": "throughput/articles.jsonl.gz",
}
QUANTITIES = ("newsquant", "recognizers")
SETS = (*QUANTITIES, *ARTICLES)
RECOGNIZERS = ("age", "currency", "dimension", "temperature")


@dataclass(frozen=True)
class Score:
    """One row of the table. `interval` is None where the units do not allow one."""

    set: str
    score: str
    value: float
    interval: tuple[float, float] | None = None


@dataclass
class Result:
    """What one set gave."""

    scores: list[Score] = field(default_factory=list)
    offsets: Offsets = field(default_factory=Offsets)
    seconds: float = 0.0
    failed: str | None = None


def missing(bench: Path, name: str) -> Path | None:
    """The first thing of a set that is not there."""
    folder = bench / ("newsquant" if name in QUANTITIES else name)
    wanted = [bench / "common.py", bench / ARTICLES[name] if name in ARTICLES else folder]
    return next((path for path in wanted if not path.exists()), None)


def run_set(bench: Path, name: str, folder: Path) -> Result:
    """Run the product over one set into `folder`. What fails is told in the result."""
    folder.mkdir(parents=True, exist_ok=True)
    started, result = time.monotonic(), Result()
    try:
        if name == "newsquant":
            rashomon("quantities", stdin=bench / "newsquant/dev.jsonl", stdout=folder / "dev.jsonl")
        elif name == "recognizers":
            for kind in RECOGNIZERS:
                rashomon("quantities", stdin=bench / f"newsquant/recognizers_{kind}.jsonl", stdout=folder / f"{kind}.jsonl")
        else:
            rashomon("run", "--articles", bench / ARTICLES[name], "--warehouse", folder)
    except RunFailed as error:
        result.failed = str(error)
    result.seconds = time.monotonic() - started
    return result


def score_set(bench: Path, name: str, folder: Path, result: Result) -> None:
    """Fill in scores and offsets of a set that was run. Not for threads: intervals run the scorers in process."""
    if result.failed:
        return
    if name in ARTICLES:
        result.offsets = check_warehouse(folder)
        if not result.offsets.checked:
            result.failed = f"no row with offsets in {folder.name}"
            return
    try:
        result.scores = _SCORERS[name](bench, folder) if name in _SCORERS else []
    except (Exception, SystemExit) as error:  # noqa: BLE001 - scorers are others' programs: what ends one must not end the other sets
        result.failed = f"{name}: {type(error).__name__}: {error}"


def _checked(set_name: str, name: str, value: float, counts: units.Counts, statistic: Callable = intervals.ratio) -> Score:
    """A score with its interval. Counts that do not add up to what the scorer printed give none: they would be of something else."""
    agrees = bool(counts) and abs(intervals.point(counts, statistic) - value) < 0.0006
    return Score(set_name, name, value, intervals.bootstrap(counts, statistic) if agrees else None)


def _counted(set_name: str, name: str, counts: units.Counts, statistic: Callable = intervals.ratio) -> Score:
    """A score that is nothing but its counts."""
    return Score(set_name, name, intervals.point(counts, statistic), intervals.bootstrap(counts, statistic))


def _newsquant(bench: Path, folder: Path) -> list[Score]:
    gold = bench / "newsquant/dev.jsonl"
    printed = score(bench, "score_newsquant", folder / "dev.jsonl", gold)
    counts = units.quantities(bench, folder / "dev.jsonl", gold)
    return [_checked("newsquant", name, printed.f1(name), counts[name], intervals.f1) for name in units.QUANTITY_SCORES]


def _recognizers(bench: Path, folder: Path) -> list[Score]:
    out = []
    for kind in RECOGNIZERS:
        gold = bench / f"newsquant/recognizers_{kind}.jsonl"
        printed = score(bench, "score_newsquant", folder / f"{kind}.jsonl", gold)
        counts = units.quantities(bench, folder / f"{kind}.jsonl", gold)
        out.append(_checked("recognizers", kind, printed.f1("value+unit"), counts["value+unit"], intervals.f1))
    return out


def _links(name: str, bench: Path, printed: Printed, counts: Mapping[str, units.Counts]) -> list[Score]:
    b_cubed = float(printed.values["B-cubed precision, recall, F1"].split()[2])
    pairs = "cross-source pairs F1" if name == "fakes" else "pairs F1"
    out = [_checked(name, pairs, printed.last, counts["pairs F1"], intervals.f1)]
    if name == "fakes":
        wrong, seen = map(int, printed.values["look-alike pairs wrongly linked"].split(" of "))
        out.append(_checked(name, "look-alikes linked", wrong / seen if seen else 0.0, counts["look-alikes linked"]))
    else:
        out.append(_checked(name, "B-cubed F1", b_cubed, counts["B-cubed F1"], intervals.b_cubed_f1))
    return out


def _clusters(name: str) -> Callable[[Path, Path], list[Score]]:
    def scores(bench: Path, folder: Path) -> list[Score]:
        marts, gold = folder / "marts.duckdb", bench / name / "links.tsv"
        return _links(name, bench, score(bench, "score_links", marts, gold), units.links(bench, marts, gold))

    return scores


def _fakes(bench: Path, folder: Path) -> list[Score]:
    marts, gold = folder / "marts.duckdb", bench / "fakes"
    more = {"ignore": gold / "near_misses.tsv", "articles": gold / "articles.jsonl"}
    linked = score(bench, "score_links", marts, gold / "links.tsv", "--ignore", more["ignore"], "--cross-source", more["articles"])
    out = _links("fakes", bench, linked, units.links(bench, marts, gold / "links.tsv", **more))
    printed = score(bench, "score_fakes", marts, gold)
    counts = units.stories(bench, marts, gold)
    out.append(_checked("fakes", "total killed right", printed.ratio("total killed right"), units.totals(bench, marts, gold)))
    out.append(_checked("fakes", "disagreements F1", printed.last, counts["disagreements F1"], intervals.f1))
    out += [_checked("fakes", ours, printed.ratio(theirs), counts[ours]) for ours, theirs in units.STORY_SCORES.items()]
    counts = score_reports.score_fakes(score_reports.read_marts(marts), gold)
    out += [_counted("fakes", name, counts[name]) for name in ("date", "own date", "place")]
    out.append(_counted("fakes", "responsible, macro-F1", counts["responsible"], score_reports.macro_f1))
    # A conflict joins events of any two clusters: there is no unit to draw again.
    out.append(Score("fakes", "conflicts across events", printed.ratio("conflicts across events")))
    return out


def _gva(bench: Path, folder: Path) -> list[Score]:
    counts = score_reports.score_gva(score_reports.read_marts(folder / "marts.duckdb"), bench / "gva")
    return [*_clusters("gva")(bench, folder), _counted("gva", "city", counts["city"])]


def _polnear(bench: Path, folder: Path) -> list[Score]:
    marts, gold = folder / "marts.duckdb", bench / ARTICLES["polnear"]
    printed = score(bench, "score_attribution", marts, gold)
    return [_checked("polnear", "content + source F1", printed.last, units.attributions(bench, marts, gold), intervals.f1)]


_SCORERS: dict[str, Callable[[Path, Path], list[Score]]] = {
    "newsquant": _newsquant,
    "recognizers": _recognizers,
    "fakes": _fakes,
    "gva": _gva,
    "ecbplus": _clusters("ecbplus"),
    "polnear": _polnear,
}


def cpu_seconds(*args: str | Path) -> float:
    """User and system time of this Python with `args`, with that of all its children. Raises RunFailed."""
    child = subprocess.Popen([sys.executable, *map(str, args)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RunFailed(f"{args[1]}: exit {child.returncode}")
    return usage.ru_utime + usage.ru_stime


def measure_throughput(bench: Path, folder: Path, repeat: int) -> Result:
    """CPU time of `rashomon run` over that of bare `nlp.pipe` on the same texts: the median of `repeat` runs of each, in turn."""
    started, result = time.monotonic(), Result()
    articles, ratios = bench / ARTICLES["throughput"], []
    try:
        for i in range(repeat):
            bare = cpu_seconds("-m", "tests.benchmarks.bare_pipe", articles)
            ours = cpu_seconds("-m", "orchestration.cli", "run", "--articles", articles, "--warehouse", folder / str(i))
            ratios.append(ours / bare)
            result.offsets = check_warehouse(folder / str(i))
        result.scores = [Score("throughput", "CPU, times bare nlp.pipe", statistics.median(ratios))]
    except RunFailed as error:
        result.failed = str(error)
    result.seconds = time.monotonic() - started
    return result
