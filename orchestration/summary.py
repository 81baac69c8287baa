"""What `rashomon run` says at its end: what came in, what was found, what to type next."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.text import Text

from orchestration import paths
from orchestration.run import Outcome
from orchestration.terminal import disagreement_table
from warehouse.marts import counts, disagreements

SHOWN = 8


def print_summary(outcome: Outcome, marts_path: Path, console: Console) -> None:
    """A few lines of numbers, the top of the disagreements, and the next command."""
    found = counts(marts_path)
    rejects = ", ".join(f"{count} {reason}" for reason, count in sorted(outcome.rejects.items()))
    by_class = found["disagreements"]
    lines = [
        ("documents", f"{outcome.articles} given, {outcome.new} new, {outcome.read} read now, {found['documents']} in the warehouse"),
        ("rejects", f"{sum(outcome.rejects.values())} ({rejects}): table rpt_rejects" if rejects else "none"),
        ("events", str(found["events"])),
        ("disagreements", f"{sum(by_class.values())} ({', '.join(f'{n} {name}' for name, n in by_class.items())})" if by_class else "none"),
        ("published", paths.shown(marts_path) + ("" if outcome.is_new else ": nothing new, left as it was")),
    ]
    if outcome.forgotten:
        lines.insert(1, ("forgotten", f"{outcome.forgotten} left out, as asked; `rashomon forget --undo` lets one in again"))
    if outcome.failed:
        lines.insert(2, ("failed", f"{outcome.failed} documents that a rule broke on: table rpt_rejects, reason failed"))
    if outcome.foreign:
        lines.insert(2, ("unread", f"{outcome.foreign} documents in other languages than English: table rpt_rejects, reason language"))
    top = disagreements(marts_path, limit=SHOWN)
    if top:
        console.print(disagreement_table(top))
    for name, value in lines:
        console.print(Text.assemble((f"{name:>14}  ", "bold"), value), soft_wrap=True)
    if top:
        rest = sum(by_class.values()) - len(top)
        console.print()
        more = f"The other {rest}: {paths.command('disagreements')}. " if rest > 0 else ""
        evidence = paths.command(f"show {top[0]['disagreement_id']}")
        console.print(Text(f"{more}Evidence: {evidence}"))
