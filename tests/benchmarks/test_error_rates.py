"""The error rates that README shows are those of the rules as they stand."""

from __future__ import annotations

from tests.benchmarks import error_rates
from warehouse import marts


def test_the_rates_were_measured_with_the_rules_as_they_stand():
    """A rule with a new version, or a new rule, wants a new measurement: `make bench ARGS="--only fakes"`. Other changes do not."""
    assert {rate.type: rate.rule_version for rate in error_rates.read()} == error_rates.rule_versions()


def test_every_rule_has_a_version():
    assert all(version for version in error_rates.rule_versions().values())


def test_readme_shows_the_file():
    assert error_rates.shown(error_rates.read()) in error_rates.README.read_text(encoding="utf-8")


def test_counts_are_possible():
    rates = error_rates.read()
    assert rates and all(0 <= r.right <= r.rows and 0 <= r.found <= r.gold for r in rates)
    assert {type_ for kinds in error_rates.KINDS.values() for type_ in kinds.split()} <= set(marts.TYPES)
