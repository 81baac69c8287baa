"""The command line: options in, one domain verb, words out. Heavy imports happen in the commands, so that --help is quick.

Exit codes: 0 good (rejects included), 1 something failed, 2 misuse. An error is one line on standard error with its cure.
"""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from orchestration import paths

if TYPE_CHECKING:
    from collections.abc import Callable

WAREHOUSE = click.option(
    "--warehouse",
    "warehouse_dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder of the warehouse's files. Default: $RASHOMON_WAREHOUSE, else warehouse/ of the project.",
)
MODEL = click.option(
    "--model",
    metavar="NAME",
    envvar="RASHOMON_MODEL",
    help="An installed spaCy pipeline of English. Default: $RASHOMON_MODEL, else the one that comes with the project.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="rashomon", prog_name="rashomon")
def cli() -> None:
    """What news sources say of the same events, and where they disagree.

    \b
    Start here:
      rashomon run                          read seeds/articles, print what disagrees
      rashomon run --articles FOLDER        the same with your own articles
      rashomon disagreements --class conflict
      rashomon show DISAGREEMENT_ID         both sides, each quote in its sentence
    """


@cli.command()
@click.option(
    "--articles",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A folder of any depth, or one .txt, .jsonl or .jsonl.gz file. Default: $RASHOMON_ARTICLES, else seeds/articles.",
)
@WAREHOUSE
@MODEL
def run(articles: Path | None, warehouse_dir: Path | None, model: str | None) -> None:
    """Take in articles, read and compare them, publish what disagrees.

    Only what is new is read; a second run over the same articles changes nothing. What cannot be read is counted as a reject and
    does not stop the rest.

    \b
    Examples:
      rashomon run
      rashomon run --articles ~/articles --warehouse ~/warehouse
      rashomon run --articles wire.jsonl.gz
    """
    from orchestration.run import run_job
    from orchestration.summary import print_summary
    from orchestration.terminal import progress_bars, screen

    _settle(warehouse_dir, model)
    source = articles or paths.articles()
    _must_exist(source)
    with progress_bars() as progress:
        outcome = run_job(source, model=model, progress=progress)
    print_summary(outcome, paths.warehouse() / "marts.duckdb", screen())
    if outcome.failed:
        raise SystemExit(1)


@cli.command()
@click.argument("path", type=click.Path(path_type=Path))
@MODEL
def extract(path: Path, model: str | None) -> None:
    """Print everything read from the articles at PATH, one JSON line per document; no warehouse is touched.

    \b
    Examples:
      rashomon extract article.txt
      rashomon extract seeds/articles | jq '.claims[] | {aspect, quote}'
    """
    from dataclasses import asdict

    from extractors.constants import DEFAULT_MODEL
    from extractors.extract import extract_many, load_reader
    from extractors.records import Article
    from orchestration.terminal import json_line
    from orchestration.text import one_line
    from warehouse.intake import read_articles

    def readable() -> Any:
        for item in read_articles(path):
            if isinstance(item, Article):
                yield item
            else:
                where = f"{item.path}{f', line {item.line}' if item.line else ''}"
                click.echo(
                    f"rashomon: left out {one_line(where)}: {item.reason}{f' ({one_line(item.detail)})' if item.detail else ''}", err=True
                )

    _must_exist(path)
    for extraction in extract_many(readable(), load_reader(model or DEFAULT_MODEL)):
        click.echo(json_line(asdict(extraction)))


@cli.command()
@MODEL
def quantities(model: str | None) -> None:
    """Find the quantities in sentences: {"id", "text"} a line on standard input, {"id", "quantities"} a line on standard output.

    This is NewsQuant's idea of a quantity ("5G" and "one solution" count); the warehouse's figures are stricter.

    \b
    Example:
      echo '{"id": 1, "text": "About 40 people were hurt."}' | rashomon quantities
    """
    from orchestration.quantities import answer

    if not answer(sys.stdin.buffer, model):
        raise SystemExit(1)


@cli.command()
@click.option("--class", "class_", type=click.Choice(["conflict", "unresolved", "explained", "framing"]), help="Only this class.")
@click.option("--type", "type_", metavar="TYPE", help="Only this type: figure_value, date_disjoint, role, …")
@click.option("--event", metavar="EVENT", help="Only this event: its id or its beginning, or words of its title.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N rows.")
@click.option("--format", "format_", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@WAREHOUSE
def disagreements(
    class_: str | None, type_: str | None, event: str | None, limit: int | None, format_: str, warehouse_dir: Path | None
) -> None:
    """List where sources disagree: the event, what about, who says what, and why it is called that.

    \b
    Examples:
      rashomon disagreements --class conflict
      rashomon disagreements --event Rashidin --format csv > rashidin.csv
      rashomon disagreements --type figure_value --format json | jq '.[].quote_a'
    """
    from orchestration import terminal
    from warehouse.marts import columns, disagreements

    _settle(warehouse_dir)
    marts = paths.warehouse() / "marts.duckdb"
    rows = disagreements(marts, class_=class_, type_=type_, event=event, limit=limit)
    if format_ == "json":
        terminal.write_json(rows)
    elif format_ == "csv":
        terminal.write_csv(rows, columns(marts, "rpt_disagreements"))
    elif rows:
        terminal.screen().print(terminal.disagreement_table(rows))
        click.echo(
            f"{len(rows)} disagreement{'s' if len(rows) != 1 else ''}. Evidence of one: {paths.show_command(rows[0]['disagreement_id'])}"
        )
    elif type_ and type_ not in (types := sorted({row["type"] for row in disagreements(marts)})):
        click.echo(f"No disagreements of type {type_!r}. There are: {', '.join(types) or 'none of any type'}.")
    else:
        click.echo("No disagreements" + (" that match." if class_ or event else "."))


@cli.command()
@click.argument("identifier", metavar="ID")
@WAREHOUSE
def show(identifier: str, warehouse_dir: Path | None) -> None:
    """Show both sides of one disagreement, each quote in its sentence with the words marked; or one event and why its reports are linked.

    The id may be cut short as long as it names one disagreement, or with its evt_ one event.

    \b
    Examples:
      rashomon show dis_1f0c
      rashomon show evt_03ab
    """
    from orchestration import terminal
    from warehouse import marts

    _settle(warehouse_dir)
    path = paths.warehouse() / "marts.duckdb"
    is_event = identifier.startswith("evt_")
    kind = "event" if is_event else "disagreement"
    found = (marts.events_like if is_event else marts.ids_like)(path, identifier)
    if not found:
        raise click.UsageError(f"no {kind} has the id {identifier!r}; `rashomon disagreements` lists them")
    if len(found) > 1:
        raise click.UsageError(f"{len(found)} {kind}s begin with {identifier!r}; give more of the id, as {found[0]}")
    if is_event:
        terminal.print_event(*marts.event(path, found[0]), terminal.screen())
        return
    terminal.print_evidence(marts.disagreement(path, found[0]), marts.evidence(path, found[0]), terminal.screen())


@cli.command()
@WAREHOUSE
def publish(warehouse_dir: Path | None) -> None:
    """Write the published file anew from the last complete build, for when it was lost or could not be written.

    Readers see the old file whole or the new one whole. `rashomon run` does this by itself.
    """
    from warehouse.errors import NotPublished
    from warehouse.publish import publish
    from warehouse.store import Warehouse

    _settle(warehouse_dir)
    warehouse = Warehouse(paths.warehouse())
    if not warehouse.build_path.exists():
        raise NotPublished(
            f"there is no warehouse in {warehouse.directory} yet; run `rashomon run` first, or name the folder with --warehouse"
        )
    publication = publish(warehouse)
    rows = sum(publication.rows.values())
    done = "published" if publication.is_new else "already up to date:"
    click.echo(f"{done} {len(publication.rows)} tables, {rows} rows: {paths.shown(warehouse.marts_path)}")


def _settle(warehouse_dir: Path | None, model: str | None = None) -> None:
    """Options become settings, which dbt and Dagster read too."""
    if warehouse_dir is not None:
        os.environ["RASHOMON_WAREHOUSE"] = str(warehouse_dir.absolute())
    if model:
        os.environ["RASHOMON_MODEL"] = model


def _must_exist(path: Path) -> None:
    """Said before anything heavy is loaded."""
    if not path.exists():
        raise click.UsageError(f"no such file or folder: {path}; name a folder of articles, a .txt, .jsonl or .jsonl.gz file")


def main() -> None:
    """The program: runs a command, and turns whatever goes wrong into one line and an exit code."""
    sys.exit(_guarded(lambda: cli.main(standalone_mode=False)))


def _guarded(command: Callable[[], Any]) -> int:
    try:
        result = command()
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    except click.ClickException as error:
        return _say(error.format_message(), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return _say("stopped; what was finished is kept, run again to go on", 1)
    except BrokenPipeError:  # the reader of our output has gone, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001  nobody at a command line is helped by a traceback
        return _explain(error)


def _explain(error: BaseException) -> int:
    from orchestration.errors import known_error

    known = known_error(error)
    if known:
        return _say(*known)
    if os.environ.get("RASHOMON_DEBUG"):
        traceback.print_exc()
    log = paths.warehouse() / "logs" / "last_error.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
        where = f"the whole of it is in {log}"
    except OSError:
        where = "run again with RASHOMON_DEBUG=1 to see the whole of it"
    return _say(f"{type(error).__name__}: {str(error)[:200]}; {where}", 1)


def _say(message: str, code: int) -> int:
    click.echo("rashomon: " + " ".join(message.split()), err=True)
    return code


if __name__ == "__main__":
    main()
