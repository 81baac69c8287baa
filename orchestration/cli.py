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
    from datetime import datetime

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
      rashomon fetch                        fetch feeds and pages that you name in seeds/feeds.csv
      rashomon disagreements --class conflict
      rashomon show DISAGREEMENT_ID         both sides, each quote in its sentence
    """


@cli.command()
@click.option(
    "--articles",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A folder of any depth, or one file, of the formats above. Default: $RASHOMON_ARTICLES, else seeds/articles.",
)
@click.option(
    "--reread",
    metavar="all|DOCUMENT",
    default="none",
    help="Parse and read again, though nothing changed: all documents, or one by its document_ref. A change of rules needs none of this.",
)
@WAREHOUSE
@MODEL
def run(articles: Path | None, reread: str, warehouse_dir: Path | None, model: str | None) -> None:
    """Take in articles, read and compare them, publish what disagrees.

    Only what is new is read; a second run over the same articles changes nothing. What cannot be read is counted as a reject and
    does not stop the rest; table rpt_rejects of the published file has the reasons.

    Formats, by suffix: .txt, .md, .html, .jsonl and .csv (doc_id, source, published, title, text, url; all but text optional), .warc,
    .xml .rss .atom (feeds), .json (IPTC ninjs), .urls (addresses, one a line; see `rashomon fetch`), and .gz of these.

    An article without id or url is known by its path below the folder, that folder's name in front: another folder of the same name
    with other texts in files of the same names gives new versions of the same documents.

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
        outcome = run_job(source, model=model, reread=reread, progress=progress)
    print_summary(outcome, paths.warehouse() / "marts.duckdb", screen())
    if outcome.failed:
        raise SystemExit(1)


@cli.command()
@click.option(
    "--feeds",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A CSV with the columns url and kind. Default: $RASHOMON_FEEDS, else seeds/feeds.csv, which you make yourself.",
)
@WAREHOUSE
def fetch(feeds: Path | None, warehouse_dir: Path | None) -> None:
    """Fetch what a feeds file names; the next run reads it. Where the default feeds file exists, `rashomon run` fetches by itself.

    \b
    Kinds: feed         RSS or Atom; items that carry their full text are articles
           feed+pages   also the page behind each item that carries none
           page         a page
           list         addresses of pages, one a line: an address, or a file beside the feeds file

    Only http and https, only the public internet, only what robots.txt allows, two seconds between requests to one host. What cannot be
    fetched is a row of rpt_rejects after the next run, reason not_fetched.

    \b
    Example:
      printf 'url,kind\\nhttps://example.org/rss,feed\\n' > seeds/feeds.csv
      rashomon fetch
    """
    from orchestration.steps import fetch_new
    from orchestration.terminal import progress_bars
    from warehouse.store import Warehouse

    _settle(warehouse_dir)
    source = feeds or paths.feeds()
    if not source.is_file():
        raise click.UsageError(f"no feeds file: {source}; make a CSV with the columns url and kind, or name one with --feeds")
    warehouse = Warehouse(paths.warehouse())
    with progress_bars() as progress:
        done = fetch_new(warehouse, source, progress)
    later = f", {done.left} left for the next time" if done.left else ""
    click.echo(f"{done.landed} fetched, {done.unchanged} unchanged, {done.refused} refused{later}: {paths.shown(warehouse.landing_path)}")


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
@click.option("--status", type=click.Choice(["open", "converged", "superseded", "judged", "gone"]), help="Only this status.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"]),
    metavar="TIME",
    help="Not the list as it is but what became new, changed or closed from this time on: 2025-06-18 or 2025-06-18T09:00, UTC.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N rows.")
@click.option("--format", "format_", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@WAREHOUSE
def disagreements(
    class_: str | None,
    type_: str | None,
    event: str | None,
    status: str | None,
    since: datetime | None,
    limit: int | None,
    format_: str,
    warehouse_dir: Path | None,
) -> None:
    """List where sources disagree: the event, what about, who says what, and why it is called that.

    \b
    Examples:
      rashomon disagreements --class conflict
      rashomon disagreements --event Rashidin --format csv > rashidin.csv
      rashomon disagreements --type figure_value --format json | jq '.[].quote_a'
      rashomon disagreements --since 2025-06-18
    """
    from orchestration import terminal
    from warehouse.marts import changes, columns, disagreements

    _settle(warehouse_dir)
    marts = paths.warehouse() / "marts.duckdb"
    asked: dict[str, Any] = {"class_": class_, "type_": type_, "event": event, "status": status, "limit": limit}
    rows = changes(marts, since, **asked) if since else disagreements(marts, **asked)
    if format_ == "json":
        terminal.write_json(rows)
    elif format_ == "csv":
        more = ["event_title", "event_day"] if since else []
        terminal.write_csv(rows, columns(marts, "fct_disagreement_changes" if since else "rpt_disagreements") + more)
    elif since:
        terminal.print_changes(rows, since, terminal.screen())
    elif rows:
        terminal.screen().print(terminal.disagreement_table(rows))
        evidence = paths.command(f"show {rows[0]['disagreement_id']}")
        click.echo(f"{len(rows)} disagreement{'s' if len(rows) != 1 else ''}. Evidence of one: {evidence}")
    elif type_ and type_ not in (types := sorted({row["type"] for row in disagreements(marts)})):
        click.echo(f"No disagreements of type {type_!r}. There are: {', '.join(types) or 'none of any type'}.")
    else:
        click.echo("No disagreements" + (" that match." if class_ or event or status else "."))


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
    if identifier.startswith("evt_"):
        terminal.print_event(*marts.event(path, _id_like(path, identifier, "event")), terminal.screen())
        return
    found = _id_like(path, identifier, "disagreement")
    terminal.print_evidence(marts.disagreement(path, found), marts.evidence(path, found), terminal.screen())


@cli.command()
@click.argument("disagreement_id")
@click.option("--verdict", required=True, type=click.Choice(["accept", "reject", "reclassify"]), help="What you hold of it.")
@click.option("--note", metavar="TEXT", help="Why.")
@click.option("--class", "class_", type=click.Choice(["conflict", "unresolved", "explained", "framing"]), help="With reclassify.")
@click.option("--type", "type_", metavar="TYPE", help="With reclassify: figure_scope, figure_update, …")
@click.option("--who", metavar="NAME", help="Who judges. Default: your user name.")
@WAREHOUSE
def judge(
    disagreement_id: str, verdict: str, note: str | None, class_: str | None, type_: str | None, who: str | None, warehouse_dir: Path | None
) -> None:
    """Add your judgement of a disagreement to judgements.csv; the next run takes it up.

    The row is keyed to the documents and quotations of both sides, so that it outlives changed rules and new versions. Judge again to
    change your mind: the last judgement counts. The file is yours to edit.

    \b
    Examples:
      rashomon judge dis_1f0c --verdict reject --note "two different strikes"
      rashomon judge dis_1f0c --verdict reclassify --class explained --type figure_update
    """
    import getpass

    from warehouse import judgements, marts
    from warehouse.store import utc_now

    _settle(warehouse_dir)
    if verdict == "reclassify" and not (class_ or type_):
        raise click.UsageError("reclassify as what? name a --class, a --type, or both")
    if verdict != "reclassify" and (class_ or type_):
        raise click.UsageError("--class and --type go with --verdict reclassify")
    if type_ and type_ not in marts.TYPES:
        raise click.UsageError(f"no type is called {type_!r}; there are: {', '.join(marts.TYPES)}")
    path = paths.warehouse() / "marts.duckdb"
    found = _id_like(path, disagreement_id, "disagreement")
    judgement = judgements.judgement_of(
        marts.disagreement(path, found),
        marts.evidence(path, found),
        verdict=verdict,
        class_=class_,
        type=type_,
        note=note,
        who=(who or getpass.getuser()).strip(),
        when=utc_now(),
    )
    file = paths.judgements()
    judgements.append_judgement(file, judgement)
    click.echo(f"{found}: {verdict}, added to {paths.shown(file)}; the next rashomon run takes it up")


@cli.command()
@click.argument("document")
@click.option("--undo", is_flag=True, help="Let it in again: the next run that meets it takes it in.")
@WAREHOUSE
def forget(document: str, undo: bool, warehouse_dir: Path | None) -> None:
    """Take a document out of the warehouse, with all that hung on it alone, and publish what is left.

    DOCUMENT is its document_ref, as `rashomon show` prints it, or its document_id; all its versions go. Its name and the hash of its text
    are remembered: runs leave it out, under that name with any text and under any name with that text, until you ask with --undo.

    \b
    Example:
      rashomon forget articles/2025/06/report.txt
    """
    from orchestration.run import rebuild
    from orchestration.terminal import progress_bars
    from warehouse.errors import NotPublished
    from warehouse.forget import forget as take_out
    from warehouse.forget import recall
    from warehouse.judgements import quoting
    from warehouse.store import Warehouse

    _settle(warehouse_dir)
    warehouse = Warehouse(paths.warehouse())
    if not warehouse.build_path.exists():
        raise NotPublished(f"there is no warehouse in {warehouse.directory} yet; name the folder with --warehouse")
    if undo:
        recall(warehouse, document)
        click.echo(f"{document} may come in again: the next rashomon run that meets it takes it in")
        return
    gone = take_out(warehouse, document)
    with progress_bars() as progress:  # also where it had gone before: the run that did it may have been cut off
        is_new = rebuild(progress)
    versions = f"{gone.versions} version{'s' if gone.versions != 1 else ''}"
    click.echo(f"forgot {gone.document_ref}: {versions}, {gone.rows} rows" if gone.versions else f"{document} was forgotten before")
    click.echo(f"published {paths.shown(warehouse.marts_path)} without it" if is_new else "the published file was without it already")
    if quoted := quoting(paths.judgements(), gone.document_ref):
        click.echo(f"{quoted} rows of {paths.shown(paths.judgements())} quote it: they are yours to delete")


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


@cli.command()
@WAREHOUSE
@MODEL
def doctor(warehouse_dir: Path | None, model: str | None) -> None:
    """Look for what is wrong with this installation, and say how to mend it. Changes nothing; exit code 1 where something is bad."""
    from extractors.constants import DEFAULT_MODEL
    from orchestration.doctor import examine

    _settle(warehouse_dir)
    bad = 0
    for finding in examine(model or DEFAULT_MODEL):
        bad += finding.state == "bad"
        click.echo(f"{finding.state:>7}  {finding.what}{f'; {finding.cure}' if finding.cure else ''}")
    if bad:
        raise SystemExit(1)


def _id_like(path: Path, beginning: str, kind: str) -> str:
    """The one event or disagreement whose id begins so."""
    from warehouse.marts import events_like, ids_like

    found = (events_like if kind == "event" else ids_like)(path, beginning)
    if not found:
        raise click.UsageError(f"no {kind} has the id {beginning!r}; `rashomon disagreements` lists them")
    if len(found) > 1:
        raise click.UsageError(f"{len(found)} {kind}s begin with {beginning!r}; give more of the id, as {found[0]}")
    return found[0]


def _settle(warehouse_dir: Path | None, model: str | None = None) -> None:
    """Options become settings, which dbt and Dagster read too."""
    if warehouse_dir is not None:
        os.environ["RASHOMON_WAREHOUSE"] = str(warehouse_dir.absolute())
    if model:
        os.environ["RASHOMON_MODEL"] = model


def _must_exist(path: Path) -> None:
    """Said before anything heavy is loaded."""
    if not path.exists():
        raise click.UsageError(f"no such file or folder: {path}; name a folder of articles, or a file (formats: rashomon run --help)")


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
