"""The unit table: names, UCUM codes, and which unit stands beside a number."""

from __future__ import annotations

import re

import pytest

from extractors.figures.units import sign_before, table, unit_after

# Unit atoms of the UCUM tables (ucum.org 2.1, case-sensitive codes) that the table draws on; only metric ones take a prefix.
METRIC = {"m", "s", "g", "rad", "K", "C", "mol", "Hz", "N", "Pa", "J", "W", "A", "V", "F", "Ohm", "T", "Cel", "lm", "lx", "Bq", "Sv", "L", "ar",
          "t", "bar", "eV", "pc", "[ly]", "cal", "bit", "By", "R", "cd", "B", "[car_m]"}  # fmt: skip
NOT_METRIC = {"%", "deg", "'", "min", "h", "d", "a", "mo", "wk", "atm", "[ppm]", "[ppb]", "[psi]", "[in_i]", "[ft_i]", "[yd_i]", "[mi_i]", "[fth_i]",
              "[nmi_i]", "[kn_i]", "[sin_i]", "[sft_i]", "[syd_i]", "[smi_us]", "[acr_us]", "[cin_i]", "[cft_i]", "[cyd_i]", "[gal_us]", "[bbl_us]",
              "[qt_us]", "[pt_us]", "[foz_us]", "[tbs_us]", "[tsp_us]", "[cup_us]", "[bu_us]", "[gr]", "[lb_av]", "[oz_av]", "[dr_av]", "[ston_av]",
              "[lton_av]", "[stone_av]", "[lbf_av]", "[degF]", "[Btu]", "[HP]", "10*"}  # fmt: skip
PREFIX = r"(?:Y|Z|E|P|T|G|M|k|h|da|d|c|m|u|n|p|f)"


def is_ucum(code: str) -> bool:
    """Whether every term of the code is a number, an annotation, or an atom with prefix and exponent as UCUM's grammar (section 2) has them."""
    metric, other = ("|".join(map(re.escape, sorted(atoms, key=len, reverse=True))) for atoms in (METRIC, NOT_METRIC))
    term = rf"(?:\d+|\{{\w+\}}|(?:{PREFIX}?(?:{metric})|{other})(?:-?\d+)?)"
    return re.fullmatch(rf"{term}(?:[./]{term})*", code) is not None


@pytest.mark.parametrize("code", ["km/h", "[mi_i]/[gal_us]", "10*3.[psi]", "har", "cd/m2", "{beat}/min"])
def test_the_checker_knows_codes(code: str) -> None:
    assert is_ucum(code)


@pytest.mark.parametrize("code", ["k[psi]", "mph", "kmh", "sqm", "[mile]", "kmin", "m/", ""])
def test_the_checker_refuses_what_ucum_lacks(code: str) -> None:
    assert not is_ucum(code)


@pytest.mark.parametrize("unit", [u for u in table().units.values() if u.ucum], ids=lambda unit: unit.name)
def test_codes_are_ucum(unit) -> None:  # type: ignore[no-untyped-def]
    assert is_ucum(unit.ucum)


def test_money_has_no_ucum_code_and_measures_mostly_do() -> None:
    units = table().units.values()
    assert not [u.name for u in units if u.kind == "money" and u.ucum]
    bare = {u.name for u in units if u.kind != "money" and not u.ucum}
    assert bare == {"percentage point", "night", "weekend", "quarter", "season", "storey", "mach", "generation wireless", "point"}


@pytest.mark.parametrize("name", [u.name for u in table().units.values()])
def test_names_are_singular_words(name: str) -> None:
    assert name == name.lower().strip()
    assert not re.search(r"(?:metres|miles|grams|litres|dollars|percents|hours|days)\b", name)


@pytest.mark.parametrize(
    ("text", "number_end", "name"),
    [
        ("12 km away", 2, "kilometre"),
        ("12-km race", 2, "kilometre"),
        ("12 kilometers away", 2, "kilometre"),
        ("12 per cent of it", 2, "percentage"),
        ("12 percentage points", 2, "percentage point"),
        ("12 kilos of rice", 2, "kilogram"),
        ("12 kmh winds", 2, "kilometre per hour"),
        ("12 tonnes of rice", 2, "metric ton"),
        ("12 °C outside", 2, "celsius"),
        ("12 in the morning", 2, None),
        ("12 a day", 2, None),
        ("12 goats", 2, None),
    ],
)
def test_unit_behind(text: str, number_end: int, name: str | None) -> None:
    mention = unit_after(text, number_end)
    assert (mention.unit.name if mention else None) == name


@pytest.mark.parametrize(
    ("text", "name"), [("$12", "dollar"), ("US $12", "dollar"), ("£12", "pound sterling"), ("RM12", "malaysian ringgit"), ("x12", None)]
)
def test_sign_before(text: str, name: str | None) -> None:
    mention = sign_before(text, text.index("12"))
    assert (mention.unit.name if mention else None) == name
