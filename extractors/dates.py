"""Time expressions as intervals: a small grammar of written and relative dates, and the day they hang on.

Values follow TIMEX3 and EDTF. A relative expression is resolved against the day of telling (the date line, else the
feed's date); without one it is kept with what it does say and a reason, never with a silent default. Own code rather
than a date library: those return one instant and guess what is missing, and the guess is what would disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from extractors.ids import content_id
from extractors.page import Page
from extractors.records import TimeMention

MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_SMALL = dict(zip("a an one two three four five six seven eight nine ten eleven twelve".split(), [1, 1, *range(1, 13)], strict=True))

_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?"
    r"|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_WEEKDAY = r"(?P<weekday>Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
_OF_WEEK = rf"(?:\b{_WEEKDAY}\b\.?,?\s+(?:the\s+)?)?"
_PART = r"(?P<mod>(?i:early|mid|late|(?:the\s+)?(?:beginning|start|middle|end)\s+of))[\s-]+"
_NUMBER = r"(?P<n>\d{1,3}|(?i:a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))"
_FULL_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"

PATTERNS: list[tuple[str, re.Pattern[str]]] = [
    (kind, re.compile(pattern))
    for kind, pattern in [
        ("iso", r"\b(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])\b"),
        ("numeric", r"(?<![\d./-])(?P<a>\d{1,2})(?P<sep>[-./])(?P<b>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d)(?!\d)"),
        ("day", rf"\b{_OF_WEEK}(?<![\d,.]){_DAY}(?:\s+of)?\s+{_MONTH},?\s+{_YEAR}"),
        ("day", rf"\b{_OF_WEEK}{_MONTH}\s+{_DAY}(?:,\s*|\s+|(?=(?:19|20)\d\d(?!\d))){_YEAR}"),
        ("part", rf"\b{_PART}{_MONTH}(?:,?\s+{_YEAR})?\b"),
        ("month", rf"\b{_MONTH}(?:,|\s+of)?\s+{_YEAR}"),
        ("day", rf"\b{_OF_WEEK}(?<![\d,.]){_DAY}(?:\s+of)?\s+{_MONTH}(?![\w])"),
        ("day", rf"\b{_OF_WEEK}{_MONTH}\s+{_DAY}(?![\d,.]*\d|\s*(?:per\s?cent|%))\b"),
        (
            "month",
            rf"(?:(?<=\bin )|(?<=\bsince )|(?<=\buntil )|(?<=\blast )|(?<=\bduring )|(?<=\bfrom )|(?<=\bby )|(?<=\bthis )){_MONTH}\b",
        ),
        (
            "year",
            rf"(?:(?<=\b[Ii]n )|(?<=\b[Ss]ince )|(?<=\buntil )|(?<=\bduring )|(?<=\bfrom ))(?:(?P<mod>early|mid|late)[\s-]+)?{_YEAR}\b",
        ),
        ("today", r"\b(?P<word>[Tt]oday|[Tt]onight|[Tt]his (?:morning|afternoon|evening))\b"),
        ("yesterday", r"\b(?P<word>[Yy]esterday|[Ll]ast night|[Oo]vernight)\b"),
        ("tomorrow", r"\b(?P<word>[Tt]omorrow)\b"),
        ("ago", rf"\b{_NUMBER} (?P<unit>day|week|month|year)s? ago\b"),
        ("past", rf"\b(?:[Ii]n|[Oo]ver|[Dd]uring|[Ww]ithin) the (?:past|last) (?:{_NUMBER} )?(?P<unit>hour|day|week|month|year)s?\b"),
        ("within", rf"\b[Ii]n {_NUMBER} (?P<unit>day|week|month|year)s\b"),
        ("duration", rf"\b[Ff]or (?:over |more than |nearly |about |almost )?{_NUMBER} (?P<unit>hour|day|week|month|year|decade)s\b"),
        ("this", r"\b(?:(?P<mod>[Ee]arlier|[Ll]ater) )?(?P<which>[Tt]his|[Ll]ast|[Nn]ext) (?P<unit>week|month|year)\b"),
        (
            "weekday",
            r"\b(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his) )?(?:(?P<mod>[Ee]arly|[Ll]ate) )?"
            rf"(?:(?:on|On) )?{_FULL_WEEKDAY}(?:['’]s|s(?= [a-z]))?"
            r"(?P<word> (?:morning|afternoon|evening|night))?\b",
        ),
    ]
]
_TELLTALE = re.compile(
    r"(?:19|20)\d\d|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
    r"|\b(?:[Tt]o(?:day|night|morrow)|[Yy]esterday|[Oo]vernight|[Tt]his (?:morning|afternoon|evening)|[Ll]ast night)\b"
    r"|\b(?:hour|day|week|month|year|decade)s?\b"
)
_REACH = 60
"""Longest stretch of an expression before or behind its telltale word, in characters, with room to spare."""
_JOIN = re.compile(r"^(?:,?[ \t]+(?:on[ \t]+)?(?:the[ \t]+)?|,[ \t]*|[ \t]*\()$")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day of telling: [earliest, latest), and where it was read. `basis` is None where a document has no date."""

    earliest: datetime | None = None
    latest: datetime | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    """The value of one expression, before it becomes a record."""

    start: int
    end: int
    edtf: str | None = None
    earliest: datetime | None = None
    latest: datetime | None = None
    precision: str | None = None
    month: int | None = None
    day: int | None = None
    mod: str | None = None
    basis: str = "text"
    reason: str | None = None
    relative: bool = False


def month_number(name: str) -> int:
    """1 to 12 from a month's name or abbreviation."""
    return next(i for i, m in enumerate(MONTHS, 1) if m.startswith(name.lower().rstrip(".")[:3]))


def _day(year: int, month: int, day: int) -> tuple[datetime, datetime] | None:
    try:
        start = datetime(year, month, day)
    except ValueError:
        return None
    return start, start + timedelta(days=1)


def _month_after(moment: datetime, months: int = 1) -> datetime:
    index = moment.year * 12 + moment.month - 1 + months
    return datetime(index // 12, index % 12 + 1, 1)


def _month(year: int, month: int, mod: str | None) -> tuple[datetime, datetime]:
    start = datetime(year, month, 1)
    end = _month_after(start)
    thirds = {
        "START": (start, datetime(year, month, 11)),
        "MID": (datetime(year, month, 11), datetime(year, month, 21)),
        "END": (datetime(year, month, 21), end),
    }
    return thirds.get(mod or "", (start, end))


def _mod(word: str | None) -> str | None:
    word = (word or "").lower()
    if not word:
        return None
    if "early" in word or "beginning" in word or "start" in word:
        return "START"
    if "mid" in word:
        return "MID"
    return "END" if "late" in word or "end" in word else None


def _of_calendar(m: re.Match[str], kind: str, anchor: Anchor) -> When | None:
    """Dates that name a month: complete, or with the year taken from the anchor."""
    groups = m.groupdict()
    month = int(groups["month"]) if kind == "iso" else month_number(groups["month"])
    day = int(groups["day"]) if groups.get("day") else None
    mod = _mod(groups.get("mod")) if kind == "part" else None
    known_year = groups.get("year")
    month_text = f"{month:02d}" + (f"-{day:02d}" if day else "")
    precision = "day" if day else "part" if mod else "month"
    if known_year is None and anchor.earliest is None:
        if day is not None and _day(2000, month, day) is None:
            return None
        return When(
            m.start(),
            m.end(),
            f"XXXX-{month_text}",
            precision=precision,
            month=month,
            day=day,
            mod=mod,
            basis="none",
            reason="no year, and the document has no date to take it from",
        )
    year = int(known_year) if known_year else 0
    basis = "text"
    if not known_year:
        assert anchor.earliest is not None and anchor.latest is not None
        basis, year = anchor.basis or "none", anchor.earliest.year
        # Reports look back: a month or day later than the telling belongs to the year before, unless it is near.
        first = datetime(year, month, min(day or 1, 28))
        if first > anchor.latest + timedelta(days=62):
            year -= 1
        elif first < anchor.earliest - timedelta(days=330):
            year += 1
    span = _day(year, month, day) if day else _month(year, month, mod)
    if span is None:
        return None
    return When(m.start(), m.end(), f"{year}-{month_text}", *span, precision=precision, month=month, day=day, mod=mod, basis=basis)


def _numeric(m: re.Match[str]) -> When | None:
    a, b, year = int(m["a"]), int(m["b"]), int(m["year"])
    if m["sep"] == "/" and a <= 12 and b <= 12 and a != b:
        return When(m.start(), m.end(), str(year), precision="day", basis="none", reason="day and month cannot be told apart")
    day, month = (b, a) if b > 12 else (a, b)
    span = _day(year, month, day) if month <= 12 else None
    return When(m.start(), m.end(), f"{year}-{month:02d}-{day:02d}", *span, precision="day", month=month, day=day) if span else None


def _relative(m: re.Match[str], kind: str, anchor: Anchor) -> When:
    """Expressions that mean nothing without the day of telling."""
    groups = m.groupdict()
    here = When(m.start(), m.end(), basis=anchor.basis or "none", relative=True)
    unit = groups.get("unit")
    precision = {"ago": unit, "past": unit, "within": "duration", "duration": "duration", "this": unit}.get(kind, "day")
    if anchor.earliest is None or anchor.latest is None:
        return replace(here, precision=precision, basis="none", reason="relative, and the document has no date to hang it on")
    today, after = anchor.earliest, anchor.latest
    n = _SMALL.get((groups.get("n") or "one").lower()) or int(groups["n"])
    days = {"hour": 1 / 24, "day": 1, "week": 7, "month": 31, "year": 366, "decade": 3660}.get(unit or "", 1) * n
    if kind == "today":
        span = (today, after)
    elif kind == "yesterday":
        # "overnight" and "last night" run into the morning of the telling.
        span = (today - timedelta(days=1), today if groups["word"].lower() == "yesterday" else after)
    elif kind == "tomorrow":
        span = (after, after + timedelta(days=1))
    elif kind == "weekday":
        return _weekday(m, here, today, after)
    elif kind == "ago":
        slack = {"day": 0, "week": 3, "month": 15, "year": 183}[unit or "day"]
        span = (today - timedelta(days=days + slack), after - timedelta(days=days - slack))
    elif kind in ("past", "within", "duration"):
        span = (today - timedelta(days=days), after)
    else:
        span = _this(groups, today)
    edtf = span[0].date().isoformat() if precision == "day" else None
    return replace(here, edtf=edtf, earliest=span[0], latest=span[1], precision=precision)


def _weekday(m: re.Match[str], here: When, today: datetime, after: datetime) -> When:
    wanted = WEEKDAYS.index(m["weekday"].lower())
    back = (today.weekday() - wanted) % 7
    which = (m["which"] or "").lower()
    if which == "next":
        start = today + timedelta(days=(7 - back) or 7)
    else:
        start = today - timedelta(days=(back or 7) if which == "last" else back)
    return replace(here, edtf=start.date().isoformat(), earliest=start, latest=start + timedelta(days=1), precision="day")


def _this(groups: dict[str, str | None], today: datetime) -> tuple[datetime, datetime]:
    step = {"this": 0, "last": -1, "next": 1}[(groups["which"] or "this").lower()]
    if groups["unit"] == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return monday, monday + timedelta(weeks=1)
    if groups["unit"] == "month":
        first = _month_after(datetime(today.year, today.month, 1), step)
        return first, _month_after(first)
    return datetime(today.year + step, 1, 1), datetime(today.year + step + 1, 1, 1)


def read_dates(text: str, anchor: Anchor, *, start: int = 0, end: int | None = None) -> Iterator[When]:
    """Time expressions of text[start:end] in order of appearance, longest reading first, neighbours joined."""
    taken: list[tuple[int, int]] = []
    found: list[When] = []
    end = len(text) if end is None else end
    for first, last in _windows(text, start, end):
        for kind, pattern in PATTERNS:
            for m in pattern.finditer(text, first, last):
                if any(m.start() < e and s < m.end() for s, e in taken):
                    continue
                when = _value(m, kind, anchor)
                if when is not None:
                    taken.append((m.start(), m.end()))
                    found.append(when)
    yield from _joined(text, sorted(found, key=lambda w: w.start))


def _windows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches around words that every expression has one of: the patterns, run over all of a text, cost as much as a tenth of it."""
    held: tuple[int, int] | None = None
    for m in _TELLTALE.finditer(text, start, end):
        first, last = max(start, m.start() - _REACH), min(end, m.end() + _REACH)
        if held and first <= held[1]:
            held = held[0], last
            continue
        if held:
            yield held
        held = first, last
    if held:
        yield held


def _value(m: re.Match[str], kind: str, anchor: Anchor) -> When | None:
    if kind == "numeric":
        return _numeric(m)
    if kind == "year":
        year = int(m["year"])
        return When(m.start(), m.end(), str(year), datetime(year, 1, 1), datetime(year + 1, 1, 1), "year", mod=_mod(m["mod"]))
    if kind in ("iso", "day", "part", "month"):
        return _of_calendar(m, kind, anchor)
    return _relative(m, kind, anchor)


def _joined(text: str, whens: list[When]) -> Iterator[When]:
    """ "earlier this month on March 21st" is one expression: the more precise part gives the value, both give the span."""
    held: When | None = None
    for when in whens:
        if held is not None and _JOIN.match(text[held.end : when.start]) and held.relative != when.relative:
            absolute, relative = (when, held) if held.relative else (held, when)
            if relative.edtf not in (None, absolute.edtf):  # "17 May Thursday's raid": two days, two expressions
                yield held
                held = when
                continue
            held = replace(absolute, start=held.start, end=when.end)
            continue
        if held is not None:
            yield held
        held = when
    if held is not None:
        yield held


def anchor_of(page: Page) -> Anchor:
    """The day a document was told on, from its published interval."""
    document = page.document
    return Anchor(document.published_earliest, document.published_latest, document.published_basis)


def find_dates(page: Page) -> list[TimeMention]:
    """Time expressions of a document with their values, in order of appearance."""
    return [
        TimeMention(
            time_mention_id=content_id("tm", page.document.document_id, when.start, when.end),
            **page.at(when.start, when.end),
            edtf=when.edtf,
            earliest=when.earliest,
            latest=when.latest,
            precision=when.precision,
            month=when.month,
            day=when.day,
            mod=when.mod,
            basis=when.basis,
            reason=when.reason,
        )
        for when in read_dates(page.document.text, anchor_of(page))
    ]
