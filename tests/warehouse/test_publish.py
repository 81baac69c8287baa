"""The published file is whole or the old one: with readers in it, with a publisher that fails, with one that was killed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.conftest import NOON, make_document
from warehouse import publish as publishing
from warehouse.errors import NotPublished
from warehouse.publish import publish, published_stamp
from warehouse.stamps import built_from, code_stamp, read_stamp, set_stamp, stamp_of
from warehouse.store import Warehouse


def build(warehouse: Warehouse, stamp: str | None, *values: int) -> None:
    """A build of one mart and one view, with comments."""
    with warehouse.connect() as connection:
        connection.execute("CREATE SCHEMA IF NOT EXISTS marts; CREATE OR REPLACE TABLE marts.fct_things (thing INTEGER, name VARCHAR)")
        connection.executemany("INSERT INTO marts.fct_things VALUES (?, 'n')", [[value] for value in values])
        connection.execute("COMMENT ON TABLE marts.fct_things IS 'The thing''s own. One row per thing.'")
        connection.execute("COMMENT ON COLUMN marts.fct_things.thing IS 'Which; \"quoted\" and ''so'''")
        connection.execute("CREATE OR REPLACE VIEW marts.rpt_things AS SELECT count(*) AS things FROM marts.fct_things")
        set_stamp(connection, "built", stamp)


def published(warehouse: Warehouse) -> list[int]:
    with duckdb.connect(str(warehouse.marts_path), read_only=True) as connection:
        return [row[0] for row in connection.execute("SELECT thing FROM marts.fct_things").fetchall()]


def test_marts_are_published_with_their_comments(warehouse: Warehouse) -> None:
    build(warehouse, "s1", 2, 1, 3)
    publication = publish(warehouse)
    assert publication.is_new and publication.rows == {"fct_things": 3, "rpt_things": 1}
    assert published(warehouse) == [1, 2, 3], "rows in order"
    with duckdb.connect(str(warehouse.marts_path), read_only=True) as connection:
        assert connection.execute("SELECT comment FROM duckdb_tables() WHERE table_name = 'fct_things'").fetchall() == [
            ("The thing's own. One row per thing.",)
        ]
        assert connection.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'fct_things' ORDER BY column_index"
        ).fetchall() == [
            ("Which; \"quoted\" and 'so'",),
            (None,),
        ]
        assert connection.execute("SELECT * FROM meta.publication").fetchall() == [("s1", NOON)]
    assert sorted(path.name for path in warehouse.directory.iterdir()) == [".lock", "build.duckdb", "marts.duckdb"]


def test_the_same_build_is_published_once(warehouse: Warehouse) -> None:
    build(warehouse, "s1", 1)
    publish(warehouse)
    before = os.stat(warehouse.marts_path)
    assert publish(warehouse).is_new is False
    after = os.stat(warehouse.marts_path)
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_an_open_reader_keeps_what_it_reads(warehouse: Warehouse) -> None:
    build(warehouse, "s1", 1)
    publish(warehouse)
    with duckdb.connect(str(warehouse.marts_path), read_only=True) as reader:
        build(warehouse, "s2", 7, 8)
        assert publish(warehouse).is_new
        assert reader.execute("SELECT thing FROM marts.fct_things").fetchall() == [(1,)]
    assert published(warehouse) == [7, 8]


@pytest.mark.parametrize("broken", ["_copy", "_sync"])
def test_a_publishing_that_fails_leaves_the_old_file(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    build(warehouse, "s1", 1)
    publish(warehouse)
    build(warehouse, "s2", 2)

    def fail(*_: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(publishing, broken, fail)
        with pytest.raises(NotPublished, match="no space left on device.*the old one still stands"):
            publish(warehouse)
    assert published(warehouse) == [1] and published_stamp(warehouse) == "s1"
    assert not list(warehouse.directory.glob("*.tmp*"))
    assert publish(warehouse).is_new and published(warehouse) == [2]


def test_what_a_killed_publisher_left_is_swept(warehouse: Warehouse) -> None:
    build(warehouse, "s1", 1)
    (warehouse.directory / "marts.duckdb.tmp").write_bytes(b"half")
    (warehouse.directory / "marts.duckdb.tmp.wal").write_bytes(b"half")
    assert publish(warehouse).is_new and published(warehouse) == [1]
    assert not list(warehouse.directory.glob("*.tmp*"))


def test_half_a_build_is_not_published(warehouse: Warehouse) -> None:
    build(warehouse, "s1", 1)
    publish(warehouse)
    build(warehouse, None, 2)
    with pytest.raises(NotPublished, match="run `rashomon run`"):
        publish(warehouse)
    assert published(warehouse) == [1]


def test_a_published_file_that_is_no_database_is_replaced(warehouse: Warehouse) -> None:
    build(warehouse, "s1", 1)
    warehouse.marts_path.write_text("not a database")
    assert published_stamp(warehouse) is None
    assert publish(warehouse).is_new and published(warehouse) == [1]


def test_stamps_follow_what_they_stand_for(warehouse: Warehouse, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "a.sql").write_text("select 1")
    empty = read_stamp(warehouse, [rules])
    warehouse.add_documents({make_document(): ""})
    with_document = read_stamp(warehouse, [rules])
    assert len({empty, with_document}) == 2 and read_stamp(warehouse, [rules]) == with_document
    (rules / "target").mkdir()
    (rules / "target" / "left_by_dbt.json").write_text("{}")
    assert read_stamp(warehouse, [rules]) == with_document
    (rules / "a.sql").write_text("select 2")
    assert read_stamp(warehouse, [rules]) != with_document
    assert len({built_from("l1", [rules]), built_from("l2", [rules]), built_from(None, [rules])}) == 3
    (rules / "a.sql").rename(rules / "b.sql")
    assert code_stamp([rules]) != code_stamp([rules / "b.sql"])
    assert stamp_of(warehouse, "linked") is None


def test_a_copy_of_the_build_file_brings_everything_back(warehouse: Warehouse, tmp_path: Path) -> None:
    """Backup and restore as docs/operations.md has them."""
    warehouse.add_documents({make_document(): "a.txt"})
    build(warehouse, "s1", 1, 2)
    publish(warehouse)
    restored = Warehouse(tmp_path / "restored")
    restored.directory.mkdir()
    (tmp_path / "backup.duckdb").write_bytes(warehouse.build_path.read_bytes())
    (tmp_path / "backup.duckdb").rename(restored.build_path)
    assert publish(restored).is_new and published(restored) == [1, 2]
    assert restored.counts() == warehouse.counts() and published_stamp(restored) == "s1"


def test_a_full_disk_is_told_in_one_line_and_the_published_file_stands(warehouse: Warehouse) -> None:
    """No file may grow beyond a few hundred kilobytes: what a full disk is to DuckDB."""
    build(warehouse, "s1", 1)
    publish(warehouse)
    fill = """
import resource, sys
from warehouse.errors import WarehouseError
from warehouse.publish import publish
from warehouse.store import Warehouse
warehouse = Warehouse(sys.argv[1])
room = warehouse.build_path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
try:
    with warehouse.transaction() as connection:
        connection.execute("CREATE OR REPLACE TABLE marts.fct_things AS SELECT i::INTEGER AS thing, md5(i::VARCHAR) AS name FROM range(900000) t(i)")
except WarehouseError as error:
    print(error)
"""
    said = subprocess.run(
        [sys.executable, "-c", fill, str(warehouse.directory)], cwd=paths_of_project(), capture_output=True, text=True, check=True
    )
    assert said.stdout.count("\n") == 1 and "the disk is full; free some space and run again" in said.stdout, said
    assert published(warehouse) == [1]
    assert Warehouse(warehouse.directory).counts()["documents"] == 0, "and the build file opens as before"


def test_a_disk_that_may_only_be_read_is_told_in_one_line_and_the_published_file_stands() -> None:
    """Files and folder without leave to write; root, whom that would not stop, goes through them as nobody."""
    try_all = """
import ctypes, os, sys
from pathlib import Path
from warehouse.errors import WarehouseError
from warehouse.publish import publish
from warehouse.store import Warehouse
warehouse = Warehouse(Path(sys.argv[1]))
if os.geteuid() == 0:
    ctypes.CDLL(None).setfsuid(65534)
for verb in (warehouse.counts, lambda: publish(warehouse), Warehouse(warehouse.directory / "another").counts):
    try:
        print("no error:", verb())
    except WarehouseError as error:
        print(error)
"""
    with tempfile.TemporaryDirectory() as folder:  # pytest's own lie where nobody may look
        warehouse = Warehouse(folder)
        build(warehouse, "s1", 1)
        publish(warehouse)
        for path in (*warehouse.directory.iterdir(), warehouse.directory):
            path.chmod(0o555)
        said = subprocess.run([sys.executable, "-c", try_all, folder], cwd=paths_of_project(), capture_output=True, text=True, check=True)
        assert [line.split(": ")[1].split(";")[0] for line in said.stdout.splitlines()] == ["may not be written to"] * 3, said
        assert published(warehouse) == [1]
        warehouse.directory.chmod(0o755)


def paths_of_project() -> Path:
    return Path(__file__).resolve().parents[2]
