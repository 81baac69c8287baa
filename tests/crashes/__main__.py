"""`python -m tests.crashes --kills 100 [--seed N]`: the long form, with the figures to report."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from tests.crashes.harness import STAGES, Crashes, Tally


def main() -> None:
    """Chains of up to twenty kills until there were enough; with --from-nothing, one in four starts without a warehouse."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from-nothing", action="store_true")
    parser.add_argument("--short", action="store_true", help="one chain, from no warehouse, none of its kills after linking")
    asked = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="rashomon-crashes-") as folder:
        crashes = Crashes(Path(folder), asked.seed)
        if asked.short:
            crashes.prepare_short()
            crashes.chain(asked.kills, "nothing", STAGES[:3])
            print(told(crashes.tally))
            raise SystemExit(not crashes.tally.is_clean)
        crashes.prepare(from_nothing=asked.from_nothing)
        lengths = ", ".join(f"{stage} {crashes.lengths.get(stage, 0):.1f} s" for stage in STAGES)
        print(f"undisturbed: {lengths}", flush=True)
        while (done := crashes.tally.kills.total()) < asked.kills:
            crashes.chain(
                min(crashes.random.randint(8, 20), asked.kills - done),
                "nothing" if asked.from_nothing and crashes.random.random() < 0.25 else "base",
            )
            print(f"{time.monotonic() - began:.0f} s: {told(crashes.tally)}", flush=True)
    raise SystemExit(not crashes.tally.is_clean)


def told(tally: Tally) -> str:
    """One line of figures."""
    where = ", ".join(f"{count} {stage}" for stage, count in sorted(tally.kills.items()))
    return (
        f"{tally.kills.total()} kills ({where}; {tally.orphaned} left a dbt behind; {tally.missed} came too late), {tally.chains} chains compared, "
        f"{len(tally.differences)} tables that differ {tally.differences[:3]}, {len(tally.failed_runs)} runs failed {tally.failed_runs[:3]}, "
        f"{tally.reads} reads, {len(tally.read_errors)} errors {tally.read_errors[:3]}, {tally.half_states} half states"
    )


if __name__ == "__main__":
    main()
