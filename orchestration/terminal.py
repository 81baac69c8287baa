"""What the commands print: tables, evidence, progress. Text of articles goes through orchestration.text; no question is asked here."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.table import Table
from rich.text import Text

from orchestration.progress import Progress
from orchestration.text import csv_cell, markdown_cell, one_line, sentence_around, visible

Row = dict[str, Any]

_STYLES = {"conflict": "bold red", "unresolved": "magenta", "explained": "green", "framing": "yellow"}
_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")


def screen() -> Console:
    """Standard output. Where it is no terminal, lines are wide enough for a table."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 160)


def about(row: Row) -> str:
    """What a disagreement is about: "killed (civilian)", "date", "role"."""
    measure, counted = one_line(row["measure"]), one_line(row["counted"])
    return f"{measure or row['aspect']}{f' ({counted})' if counted else ''}"


def days(row: Row) -> str:
    """The day of an event, or the days that it may lie in: "2025-06-15 to 2025-06-17"."""
    first, last = one_line(row["event_day"]), one_line(row["event_last_day"])
    return first if first == last else f"{first} to {last}"


def who_says(row: Row, side: str) -> Text:
    """One side as a reader wants it: the value in the text's own words, then the outlets and on whose word."""
    text = Text(one_line(row[f"label_{side}"]) or one_line(row[f"quote_{side}"]), style="bold")
    quote = one_line(row[f"quote_{side}"])
    if quote and quote != text.plain:
        text.append(f" “{quote}”", style="not bold")
    outlets = one_line(row[f"outlets_{side}"]) or "outlet not known"
    speakers = one_line(row[f"speakers_{side}"])
    text.append(f"\n{outlets}{f', citing {speakers}' if speakers else ''}", style="not bold dim")
    return text


def disagreement_table(rows: Sequence[Row], *, title: str | None = None) -> Table:
    """Who says what against whom, one row per disagreement."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, show_lines=True, pad_edge=False)
    for name, ratio in (("event", 5), ("about", 2), ("one side", 5), ("other side", 5), ("why it is called that", 5), ("id", 3)):
        table.add_column(name, ratio=ratio, overflow="fold")
    for row in rows:
        where = ", ".join(filter(None, (one_line(row["event_place"]), days(row))))
        verdict = Text.assemble(
            (one_line(row["class"]), _STYLES.get(row["class"], "")), f" {row['type']}\n", (one_line(row["explanation"]), "dim")
        )
        event = Text.assemble(one_line(row["event_title"]) or "untitled event", "\n", (where, "dim"))
        table.add_row(event, about(row), who_says(row, "a"), who_says(row, "b"), verdict, Text(row["disagreement_id"], "dim"))
    return table


def markdown(rows: Sequence[Row]) -> str:
    """The same as a Markdown table, for Dagster's metadata."""
    if not rows:
        return "No disagreements."
    head = "| class | event | about | one side | other side | type |\n|---|---|---|---|---|---|\n"
    cells = (
        (row["class"], row["event_title"], about(row), _markdown_side(row, "a"), _markdown_side(row, "b"), row["type"]) for row in rows
    )
    return head + "\n".join("| " + " | ".join(markdown_cell(cell) for cell in line) + " |" for line in cells)


def _markdown_side(row: Row, side: str) -> str:
    return f"{row[f'label_{side}'] or row[f'quote_{side}'] or ''} ({row[f'outlets_{side}'] or 'outlet not known'})"


def write_json(rows: Sequence[Row]) -> None:
    """The rows as one JSON array on standard output."""
    sys.stdout.write(json_line(rows, indent=2) + "\n")


def json_line(value: Any, *, indent: int | None = None) -> str:
    """JSON in readable Unicode; characters that a terminal might act on are escaped, which JSON undoes."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=_plain)
    return _UNSEEN.sub(lambda match: json.dumps(match[0])[1:-1], text)


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")


def write_csv(rows: Sequence[Row], columns: Iterable[str]) -> None:
    """The rows as CSV on standard output, with a header, safe to open in a spreadsheet.

    A byte order mark begins it: without one Excel reads Windows-1252. All text is quoted: LibreOffice also splits at semicolons.
    """
    sys.stdout.write("\ufeff")
    writer = csv.writer(sys.stdout, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    names = list(columns)
    writer.writerow(names)
    writer.writerows([csv_cell(row[name]) for name in names] for row in rows)


def print_evidence(row: Row, claims: Sequence[Row], console: Console) -> None:
    """A disagreement with both its sides: each quote in its sentence, and where that stands."""
    console.print(Text.assemble((one_line(row["event_title"]) or "untitled event", "bold")))
    place_day = ", ".join(filter(None, (one_line(row["event_place"]), days(row))))
    console.print(Text(f"{place_day or 'place and day not known'}; {row['event_id']}", "dim"))
    origins = row["origins_count"]
    voices = f"; {origins} origin{'s' if origins != 1 else ''}" if origins is not None else ""
    within = "; within one document" if row["is_within_document"] else ""
    console.print(Text.assemble((row["class"], _STYLES.get(row["class"], "")), f": {row['type']}, about {about(row)}{voices}{within}"))
    console.print(Text(one_line(row["explanation"])))
    if row["status"] != "open":
        note = f": {one_line(row['judgement_note'])}" if row["judgement_note"] else ""
        by = f", {row['verdict']} by {one_line(row['judged_by']) or 'nobody named'}{note}" if row["verdict"] else ""
        console.print(Text(f"status: {row['status']}{by}"))
    console.print(
        Text(f"{row['disagreement_id']}; rule {row['rule_version']}; first seen {row['first_seen_at']:%Y-%m-%d %H:%M} UTC", "dim")
    )
    for side in ("a", "b"):
        console.print()
        console.print(Text.assemble((f"side {side}: ", "bold"), (one_line(row[f"label_{side}"]), "bold")))
        for claim in claims:
            if claim["side"] == side:
                _print_claim(claim, console)


def print_changes(rows: Sequence[Row], since: datetime, console: Console) -> None:
    """What became new, changed or closed, one row per change, the newest first."""
    if not rows:
        console.print(Text(f"No changes since {since:%Y-%m-%d %H:%M} UTC."))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, ratio in (("when", 2), ("what", 2), ("event", 5), ("about", 2), ("one side", 3), ("other side", 3), ("id", 3)):
        table.add_column(name, ratio=ratio, overflow="fold")
    for row in rows:
        status = one_line(row["verdict"]) or row["status"]
        what = Text.assemble(row["change"], "\n", (status if row["previous_status"] in (None, row["status"]) else f"now {status}", "dim"))
        named = Text.assemble((one_line(row["class"]), _STYLES.get(row["class"], "")), f" {row['type']}")
        event = Text.assemble(one_line(row["event_title"]) or "event no longer told", "\n", named)
        labels = [Text(one_line(row[f"label_{side}"])) for side in ("a", "b")]
        table.add_row(
            f"{row['changed_at']:%Y-%m-%d %H:%M}", what, event, one_line(row["measure"]) or row["aspect"], *labels, row["disagreement_id"]
        )
    console.print(table)
    counts = ", ".join(f"{n} {name}" for name in ("new", "changed", "closed") if (n := sum(row["change"] == name for row in rows)))
    console.print(Text(f"Since {since:%Y-%m-%d %H:%M} UTC: {counts}."))


def print_event(event: Row, reports: Sequence[Row], links: Sequence[Row], console: Console) -> None:
    """An event with its reports, and for each two of them why they are held to tell of it: what each feature was and what it counted."""
    console.print(Text.assemble((one_line(event["title"]) or "untitled event", "bold")))
    span = " to ".join(f"{t:%Y-%m-%d %H:%M}" for t in (event["happened_earliest"], event["happened_latest"]) if t)
    console.print(
        Text(f"{', '.join(filter(None, (one_line(event['place']), span))) or 'place and time not known'}; {event['event_id']}", "dim")
    )
    for report in reports:
        day = f"{report['published_earliest']:%Y-%m-%d} ({report['published_basis']})" if report["published_earliest"] else "undated"
        leads = "leads with it" if report["is_primary"] else "tells of it"
        console.print(
            Text.assemble(
                (f"  {one_line(report['outlet']) or 'outlet not known'}, {day}", "cyan"), f"  {one_line(report['document_ref'])}, {leads}"
            )
        )
    for link in links:
        console.print()
        console.print(Text(f"{one_line(link['document_ref_a'])} and {one_line(link['document_ref_b'])}: {link['score']:.3f}", "bold"))
        table = Table("feature", "value", "weight", "counts", box=box.SIMPLE_HEAD, pad_edge=False)
        for told in sorted(json.loads(link["features"]), key=lambda f: -abs(f["value"] * f["weight"])):
            counts = told["value"] * told["weight"]
            table.add_row(one_line(told["name"]), f"{told['value']:.3f}", f"{told['weight']:+.3f}", f"{counts:+.2f}")
        console.print(table)


def _print_claim(claim: Row, console: Console) -> None:
    source = one_line(claim["outlet"]) or "outlet not known"
    day = f"{claim['published_earliest']:%Y-%m-%d} ({claim['published_basis']})" if claim["published_earliest"] else "undated"
    console.print(Text.assemble((f"  {source}, {day}", "cyan"), f"  {one_line(claim['document_ref'])}"))
    console.print(
        _pad(marked(claim["text"], claim["start_char"], claim["end_char"], plain=not console.is_terminal)),
        soft_wrap=not console.is_terminal,
    )
    said_by = f", attributed to {one_line(claim['attributed_to'])}" if claim["attributed_to"] else ""
    console.print(Text(f"    characters {claim['start_char']}:{claim['end_char']}, {claim['section_kind']}{said_by}", "dim"))


def _pad(text: Text) -> Text:
    return Text("    ").append_text(text)


def marked(text: str, start: int, end: int, *, plain: bool) -> Text:
    """The sentence around the span with the span marked: by colour, or by [[ ]] where there is none."""
    first, last = sentence_around(text, start, end)
    before, quote, after = (visible(part) for part in (text[first:start], text[start:end], text[end:last]))
    if plain:
        return Text(f"{before.lstrip()}[[{quote}]]{after.rstrip()}")
    return Text.assemble(before.lstrip(), (quote, "bold reverse"), after.rstrip())


@contextmanager
def progress_bars() -> Iterator[Progress]:
    """Bars on standard error, one per stage, gone when done. Where that is no terminal, one line per stage as it begins."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks: dict[str, Any] = {}

        def tell(stage: str, done: int, total: int | None = None) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
                if not console.is_terminal:
                    console.print(Text(f"{stage} …"))
            bars.update(tasks[stage], completed=done, total=total)

        yield tell
