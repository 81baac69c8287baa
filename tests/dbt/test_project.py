"""The dbt project as files: sources agree with raw.sql and the records, and every published mart keeps its promises."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import duckdb
import pytest
import yaml

import extractors.records
import linkers.records

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "dbt_project/models"
STORE_OWN = {"documents": {"ingested_at", "source_path"}}
"""Columns that the store adds to a record."""
STORE_TABLES = {"extractions", "rejects", "disagreement_changes", "judgements", "forgotten"}
"""Tables that are the store's alone."""


def raw_tables() -> dict[str, list[tuple[str, str]]]:
    with duckdb.connect() as connection:
        connection.execute((ROOT / "warehouse/raw.sql").read_text(encoding="utf-8"))
        tables: dict[str, list[tuple[str, str]]] = {}
        for table, column, kind in connection.execute(
            "select table_name, column_name, lower(data_type) from duckdb_columns() "
            "where schema_name = 'raw' order by table_oid, column_index"
        ).fetchall():
            tables.setdefault(table, []).append((column, kind))
        return tables


def sources() -> dict[str, dict]:
    described = yaml.safe_load((MODELS / "staging/_sources.yml").read_text(encoding="utf-8"))
    return {table["name"]: table for source in described["sources"] for table in source["tables"]}


def records() -> dict[str, list[str]]:
    """Table name -> fields, by the name of the table that each record's docstring opens with."""
    found = {}
    for module in (extractors.records, linkers.records):
        for kind in vars(module).values():
            if dataclasses.is_dataclass(kind) and (kind.__doc__ or "").startswith("raw."):
                found[kind.__doc__.removeprefix("raw.").partition(":")[0]] = [f.name for f in dataclasses.fields(kind)]
    return found


RAW, SOURCES, RECORDS = raw_tables(), sources(), records()
MARTS = sorted(path.stem for path in (MODELS / "marts").glob("*.sql"))
KEYS = {  # of marts whose key is more than one column
    "document_sections": ["document_id", "start_char"],
    "actor_aliases": ["actor_id", "alias"],
    "fct_event_reports": ["event_id", "document_id"],
    "fct_event_links": ["event_id", "document_id_a", "document_id_b"],
    "fct_report_figures": ["event_id", "document_id", "measure"],
    "fct_disagreement_sides": ["disagreement_id", "side", "claim_id"],
    "fct_coverage": ["event_id", "aspect", "measure", "topic", "document_id"],
    "fct_value_group_claims": ["value_group_id", "claim_id"],
    "fct_disagreement_changes": ["disagreement_id", "change_number"],
    "rpt_value_origins": ["value_group_id", "origin_id"],
    "rpt_outlet_agreement": ["source_id_a", "source_id_b", "aspect"],
    "rpt_outlet_self_contradictions": ["source_id", "aspect"],
    "rpt_set_aside": ["kind", "row_id"],
}
NULLABLE_KEYS = {"measure", "topic"}
"""Parts of a key that may be missing: a date has no measure."""


def mart(name: str) -> dict:
    (model,) = yaml.safe_load((MODELS / f"marts/{name}.yml").read_text(encoding="utf-8"))["models"]
    assert model["name"] == name
    return model


def test_sources_are_the_tables_of_raw_sql():
    assert set(SOURCES) == set(RAW)
    assert set(RECORDS) == set(RAW) - STORE_TABLES


@pytest.mark.parametrize("table", sorted(RAW))
def test_source_columns_are_those_of_raw_sql(table: str):
    assert [(c["name"], c["data_type"]) for c in SOURCES[table]["columns"]] == RAW[table]
    assert all(c.get("description") for c in SOURCES[table]["columns"])


@pytest.mark.parametrize("table", sorted(set(RAW) - STORE_TABLES))
def test_records_have_the_columns_of_raw_sql(table: str):
    assert RECORDS[table] == [name for name, _ in RAW[table] if name not in STORE_OWN.get(table, ())]


@pytest.mark.parametrize("table", sorted(RAW))
def test_staging_is_one_to_one(table: str):
    sql = (MODELS / f"staging/stg_{table}.sql").read_text(encoding="utf-8")
    listed = sql.partition("    select\n")[2].partition("    from source")[0]
    assert [line.strip(" ,") for line in listed.splitlines() if line.strip()] == [name for name, _ in RAW[table]]


@pytest.mark.parametrize("path", sorted(MODELS.rglob("*.sql")), ids=lambda p: p.stem)
def test_every_model_has_a_yml_of_its_own_and_only_staging_reads_sources(path: Path):
    (model,) = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))["models"]
    assert model["name"] == path.stem
    assert model["description"]
    assert ("source(" in path.read_text(encoding="utf-8")) == (path.parent.name == "staging")


@pytest.mark.parametrize("path", sorted((MODELS / "intermediate").glob("int_disagreement__*.sql")), ids=lambda p: p.stem)
def test_every_rule_has_a_unit_test(path: Path):
    tests = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))["unit_tests"]
    assert any(test["expect"]["rows"] for test in tests)


def test_contracts_are_enforced_on_marts_alone():
    project = yaml.safe_load((ROOT / "dbt_project/dbt_project.yml").read_text(encoding="utf-8"))["models"]["rashomon"]
    assert project["marts"]["+contract"] == {"enforced": True}
    assert "+contract" not in project["staging"] and "+contract" not in project["intermediate"]
    assert not [name for name in MARTS if "contract" in mart(name).get("config", {})]


@pytest.mark.parametrize("name", MARTS)
def test_a_mart_says_what_a_row_and_every_column_is(name: str):
    model = mart(name)
    last = model["description"].rstrip().rsplit(". ", 1)[-1]
    assert last.startswith("One row per ") and last.endswith(".")
    assert all(c.get("data_type") and c.get("description") for c in model["columns"])


@pytest.mark.parametrize("name", MARTS)
def test_a_mart_tests_its_key(name: str):
    """That a key is there is a constraint of the contract: it is held as the table is made, and costs no query of its own."""
    model = mart(name)
    tests = {c["name"]: [t if isinstance(t, str) else next(iter(t)) for t in c.get("data_tests", [])] for c in model["columns"]}
    # A view holds no constraint: there a test asks.
    filled = {c["name"] for c in model["columns"] if {"type": "not_null"} in c.get("constraints", []) or "not_null" in tests[c["name"]]}
    if name in KEYS:
        together = [t["unique_together"]["arguments"]["columns"] for t in model["data_tests"]]
        assert together == [KEYS[name]]
        assert all(column in filled for column in KEYS[name] if column not in NULLABLE_KEYS or name == "fct_report_figures")
    else:
        key = next(iter(tests))
        assert "unique" in tests[key] and key in filled
