"""`python -m tests.benchmarks` (`make bench`): run the product over the sets of real cases that are there, score it, print one table."""

from __future__ import annotations

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
from rich.console import Console

from tests.benchmarks import error_rates
from tests.benchmarks.measure import SETS, Result, measure_throughput, missing, run_set, score_set
from tests.benchmarks.offsets import Offsets
from tests.benchmarks.scorers import ROOT
from tests.benchmarks.table import build_rows, build_table, read_targets


@click.command()
@click.option("--only", multiple=True, type=click.Choice(SETS), help="Only this set; may be given several times.")
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1), help="How many sets are run at a time.")
@click.option("--repeat", default=1, show_default=True, type=click.IntRange(1), help="Throughput runs; the median counts.")
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="Leave the warehouses in this new folder, to look at them.")
def main(only: tuple[str, ...], jobs: int, repeat: int, keep: Path | None) -> None:
    """Run and score every set of RASHOMON_SHARED/bench that is there.

    Exit code 1 where a run or a scorer failed or a row's quote is not the text at its offsets. Floors are shown, not enforced.
    """
    bench = Path(os.environ.get("RASHOMON_SHARED", ROOT.parent / "shared")).resolve() / "bench"
    console = Console(width=None if os.isatty(1) else 140)
    names = []
    for name in only or SETS:
        if absent := missing(bench, name):
            console.print(f"skipped: {name} (no {absent})", markup=False)
        else:
            names.append(name)
    if keep and keep.exists() and any(keep.iterdir()):
        raise click.UsageError(f"{keep} is not empty: old rows would be scored as new ones")
    with tempfile.TemporaryDirectory(prefix="rashomon-bench-") as scratch:
        results = run_all(bench, names, keep or Path(scratch), jobs, repeat, console)
    raise SystemExit(report(results, console))


def run_all(bench: Path, names: list[str], folder: Path, jobs: int, repeat: int, console: Console) -> dict[str, Result]:
    """Results by set. Throughput comes last and alone: it is a measurement of time."""
    results = {}
    side_by_side = [name for name in names if name != "throughput"]
    with ThreadPoolExecutor(jobs) as pool:
        runs = {name: pool.submit(run_set, bench, name, (folder / name).resolve()) for name in side_by_side}
        for name, run in runs.items():
            results[name] = run.result()
            score_set(bench, name, (folder / name).resolve(), results[name])
            tell(name, results[name], console)
    if "fakes" in names and not results["fakes"].failed:
        error_rates.write(error_rates.measure(bench, (folder / "fakes").resolve() / "marts.duckdb"))
        console.print(f"wrote {error_rates.FILE.relative_to(ROOT)} and its table in README", markup=False, highlight=False)
    if "throughput" in names:
        results["throughput"] = measure_throughput(bench, (folder / "throughput").resolve(), repeat)
        tell("throughput", results["throughput"], console)
    return results


def tell(name: str, result: Result, console: Console) -> None:
    """One line when a set is done."""
    console.print(f"{name}: {result.failed or 'done'}, {result.seconds:.0f} s", markup=False, highlight=False)


def report(results: dict[str, Result], console: Console) -> int:
    """Print the table and the line on offsets; the exit code."""
    console.print(build_table(build_rows([s for r in results.values() for s in r.scores], read_targets())))
    offsets = Offsets()
    for result in results.values():
        offsets.add(result.offsets)
    for line in offsets.wrong[:10]:
        console.print(f"  {line}", markup=False, highlight=False)
    console.print(f"offsets: {len(offsets.wrong)} of {offsets.checked} spans wrong", highlight=False)
    for name, result in results.items():
        if result.failed:
            console.print(f"failed: {name}: {result.failed}", markup=False, highlight=False)
    return 1 if offsets.wrong or any(r.failed for r in results.values()) else 0


if __name__ == "__main__":
    main()
