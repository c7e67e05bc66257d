"""The scoring engine: from answers to a total, a band, flags, or a reason why there is none. Pure.

An instrument is data (`content/instruments`). Each item takes the option numbers of the printed
form; reversal and weights are applied here. A blank is *not answered*: it never counts as nothing
unless the instrument itself says so. Flags look at every answer there is, also where no total can
be given: a risk that was told is never lost to a blank elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Number = int | float
Answers = Sequence[str]
DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")


class Missing(StrEnum):
    """What is done about blanks."""

    REFUSE = "refuse"  # every item is needed
    PRORATE = "prorate"  # the mean of what was answered stands for the rest
    ZERO = "zero"  # the instrument itself counts a blank as 0


class Combine(StrEnum):
    SUM = "sum"
    MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its code, the options of its form, and what each is worth."""

    code: str
    worth: Mapping[int, int]  # option number to score, reversal and weights applied
    optional: bool = False  # part of no total: an impairment item, a thermometer


@dataclass(frozen=True, slots=True)
class Scale:
    """A total or subscale: which items, how they are combined, how many must be answered."""

    code: str
    items: tuple[str, ...]
    combine: Combine = Combine.SUM
    times: Number = 1
    missing: Missing = Missing.REFUSE
    least: int = 0  # answered items needed to prorate, or answered of all for ZERO
    at_least: int | None = None  # count items scored this or more, instead of adding
    parts: tuple[str, ...] = ()  # other scales whose values are added, instead of items


@dataclass(frozen=True, slots=True)
class Band:
    """From this score to that (both in), what it is called."""

    low: Number
    high: Number
    code: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """Bands for somebody: which scale, population, language, sex and age, and their source."""

    source: str
    bands: tuple[Band, ...]
    scale: str = "total"
    population: str = ""
    languages: frozenset[str] = frozenset()
    sex: str = ""
    youngest: int = 0
    oldest: int = 200

    def fits(self, *, language: str, population: str, sex: str, age: int | None) -> bool:
        if self.languages and language not in self.languages:
            return False
        if self.population and population != self.population:
            return False
        if self.sex and sex != self.sex:
            return False
        if (self.youngest > 0 or self.oldest < 200) and age is None:  # noqa: PLR2004
            return False
        return age is None or self.youngest <= age <= self.oldest

    @property
    def narrowness(self) -> int:
        return sum(map(bool, (self.population, self.languages, self.sex))) + (self.youngest > 0)


@dataclass(frozen=True, slots=True)
class Flag:
    """An answer that must be seen: item scored this or more raises the flag."""

    code: str
    item: str
    least: int = 1


@dataclass(frozen=True, slots=True)
class Skip:
    """An item that is not asked when earlier ones all say so, and what it then counts as.

    `force`: what was answered all the same does not count (a gate that says no).
    """

    item: str
    when: tuple[str, ...]
    is_in: frozenset[int]
    value: int
    force: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """A result that is no sum: the first rule with any of its items met gives band and total.

    Rules stand from the gravest down: where a graver one could still be met by an item that was
    not answered, there is no result, only the flags.
    """

    band: str
    total: int
    any_of: Mapping[str, int] = field(default_factory=dict)  # item to least score
    none_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """When two scores differ for real: in points, as a share, and when one is well again."""

    higher_is_worse: bool = True
    reliable: Number | None = None
    response: float | None = None
    remission_below: Number | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """Everything that scoring needs. `languages`: those with a validated wording."""

    id: str
    items: tuple[Item, ...]
    scales: tuple[Scale, ...]
    schemes: tuple[Scheme, ...] = ()
    flags: tuple[Flag, ...] = ()
    skips: tuple[Skip, ...] = ()
    decisions: tuple[Decision, ...] = ()
    decision_source: str = ""
    any_positive: bool = False  # positive where the total or any subscale is
    change: Change = field(default_factory=Change)
    languages: frozenset[str] = frozenset({"en"})


@dataclass(frozen=True, slots=True)
class Score:
    """What came of one administration. `refused` says why there is no total."""

    total: Number | None
    subscales: Mapping[str, Number | None]
    band: str | None
    band_source: str | None
    flags: tuple[str, ...]
    refused: str | None
    bands: Mapping[str, str]  # of subscales that have their own


class Scorer:
    """An instrument made ready: score as many administrations with it as there are."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self.codes = [i.code for i in instrument.items]
        self._at = {code: n for n, code in enumerate(self.codes)}
        self._worth = [{str(o): w for o, w in i.worth.items()} for i in instrument.items]
        self._said = [_options(i) for i in instrument.items]
        self._flags = [(f.code, self._at[f.item], f.least) for f in instrument.flags]
        self._scales = [(s, [self._at[c] for c in s.items]) for s in instrument.scales]
        self._schemes = sorted(instrument.schemes, key=lambda s: -s.narrowness)
        self._skips = [
            (self._at[s.item], [self._at[w] for w in s.when], s) for s in instrument.skips
        ]
        used = {c for scale in instrument.scales for c in scale.items}
        used |= {f.item for f in instrument.flags}
        for place, item in enumerate(instrument.items):
            if item.optional and item.code not in used:
                self._worth[place][""] = 0  # kept with the record, part of no score
        self._plain = self._fast_plan()

    def score(
        self, answers: Answers, *, language: str = "en", population: str = "", sex: str = "",
        age: int | None = None,
    ) -> Score:  # fmt: skip
        """Score one administration: an answer per item, in the order of the items; "" is blank."""
        try:
            worth = [table[a] for table, a in zip(self._worth, answers, strict=True)]
        except (KeyError, ValueError):
            return self._score_slowly(answers, language, population, sex, age)
        flags = self._raised(worth)
        if self._plain is None:
            return self._result(list(worth), flags, language, population, sex, age)
        total = sum(worth[n] for n in self._plain)
        band, source = self._band("total", total, language, population, sex, age)
        return Score(total, {}, band, source, flags, None, {})

    def _score_slowly(
        self, answers: Answers, language: str, population: str, sex: str, age: int | None
    ) -> Score:
        """Read what is blank, in other digits, or no answer at all."""
        if len(answers) != len(self.codes):
            why = f"{len(answers)} answers where {len(self.codes)} are asked"
            return Score(None, {}, None, None, (), why, {})
        worth: list[int | None] = []
        wrong: list[str] = []
        for place, raw in enumerate(answers):
            told = raw.strip().translate(DIGITS).removesuffix(".0")
            if not told:
                worth.append(None)
                continue
            found = self._worth[place].get(told)
            if found is None:
                wrong.append(
                    f"{self.codes[place]}: “{raw.strip()[:20]}” is not one of {self._said[place]}"
                )
            worth.append(found)
        flags = self._raised(worth)
        if wrong:
            return Score(None, {}, None, None, flags, "; ".join(wrong), {})
        return self._result(worth, flags, language, population, sex, age)

    def _raised(self, worth: Sequence[int | None]) -> tuple[str, ...]:
        """Return the flags that the answers raise, each once."""
        if not self._flags:
            return ()
        found = (code for code, place, least in self._flags if (worth[place] or 0) >= least)
        return tuple(dict.fromkeys(found))

    def _fill_skipped(self, worth: list[int | None]) -> None:
        for place, when, skip in self._skips:
            said = all(worth[w] is not None and worth[w] in skip.is_in for w in when)
            if said and (skip.force or worth[place] is None):
                worth[place] = skip.value

    def _result(
        self, worth: list[int | None], flags: tuple[str, ...], language: str, population: str,
        sex: str, age: int | None,
    ) -> Score:  # fmt: skip
        self._fill_skipped(worth)
        if self.instrument.decisions:
            return self._decided(worth, flags, language)
        found, reasons = self._values(worth)
        total = found.pop("total", None)
        main = "total" if "total" in reasons else None
        refused = reasons[main] if main else next((r for r in reasons.values() if r), None)
        bands: dict[str, str] = {}
        band = source = None
        for code, value in (("total", total), *found.items()):
            name, its = (
                self._band(code, value, language, population, sex, age)
                if value is not None
                else (None, None)
            )
            source = source or its
            if code == "total":
                band = name
            elif name:
                bands[code] = name
        if self.instrument.any_positive and "positive" in bands.values():
            band = "positive"
        return Score(total, found, band, source, flags, refused, bands)

    def _values(
        self, worth: Sequence[int | None]
    ) -> tuple[dict[str, Number | None], dict[str, str | None]]:
        """Return the value of each scale, and why it has none."""
        found: dict[str, Number | None] = {}
        reasons: dict[str, str | None] = {}
        for scale, places in sorted(self._scales, key=lambda s: bool(s[0].parts)):
            if scale.parts:
                parts = [found[p] for p in scale.parts]
                missing = [p for p in scale.parts if found[p] is None]
                reasons[scale.code] = "; ".join(reasons[p] or "" for p in missing) or None
                found[scale.code] = None if missing else _tidy(sum(p or 0 for p in parts))
            else:
                told = [worth[p] for p in places]
                found[scale.code], reasons[scale.code] = _combined(scale, told, self.codes, places)
        return found, reasons

    def _decided(self, worth: Sequence[int | None], flags: tuple[str, ...], language: str) -> Score:
        scores = dict(zip(self.codes, worth, strict=True))
        blank: list[str] = []
        for rule in self.instrument.decisions:
            met = any((scores[c] or 0) >= least for c, least in rule.any_of.items())
            if met or not rule.any_of:
                blank += [c for c in rule.none_of if scores[c] is None and c not in blank]
                if blank:
                    break
                named = rule.band if self._may_band(language) else None
                source = self.instrument.decision_source if named else None
                return Score(rule.total, {}, named, source, flags, None, {})
            blank += [c for c in rule.any_of if scores[c] is None]
        why = f"not answered: {', '.join(sorted(set(blank), key=self.codes.index))}"
        return Score(None, {}, None, None, flags, why, {})

    def _may_band(self, language: str) -> bool:
        return not language or language in self.instrument.languages

    def _band(
        self, scale: str, value: Number, language: str, population: str, sex: str, age: int | None
    ) -> tuple[str | None, str | None]:
        """Return the band and its source; none for a wording nobody validated: that is a draft."""
        if not self._may_band(language):
            return None, None
        for scheme in self._schemes:
            if scheme.scale == scale and scheme.fits(
                language=language or "en", population=population, sex=sex, age=age
            ):
                for band in scheme.bands:
                    if band.low <= value <= band.high:
                        return band.code, scheme.source
        return None, None

    def _fast_plan(self) -> list[int] | None:
        """Return the items of a plain sum, when that is all an instrument is; else None."""
        instrument = self.instrument
        forced = any(s.force for s in instrument.skips)
        if instrument.decisions or forced or len(instrument.scales) != 1:
            return None
        scale, places = self._scales[0]
        plain = scale.combine is Combine.SUM and scale.times == 1 and scale.at_least is None
        return places if plain and scale.code == "total" else None


def _options(item: Item) -> str:
    found = sorted(item.worth)
    if found == list(range(found[0], found[-1] + 1)):
        return f"{found[0]} to {found[-1]}"
    return ", ".join(map(str, found))


def _combined(
    scale: Scale, told: Sequence[int | None], codes: Sequence[str], places: Sequence[int]
) -> tuple[Number | None, str | None]:
    """Return a scale's value, or why it has none."""
    answered = [v for v in told if v is not None]
    blank = len(told) - len(answered)
    if blank:
        names = ", ".join(codes[p] for p, v in zip(places, told, strict=True) if v is None)
        if scale.missing is Missing.REFUSE:
            return None, f"not answered: {names}"
        if len(answered) < max(1, scale.least):
            return None, f"too few answers ({len(answered)} of {len(told)}): {names}"
    if scale.at_least is not None:
        return sum(v >= scale.at_least for v in answered), None
    added: Number = sum(answered)
    if scale.combine is Combine.MEAN:
        count = len(told) if scale.missing is Missing.ZERO else len(answered)
        return _tidy(added * scale.times / count), None
    if blank and scale.missing is Missing.PRORATE:
        added = added * len(told) / len(answered)
        return _tidy(round_half_up(added) * scale.times), None
    return _tidy(added * scale.times), None


def round_half_up(value: Number) -> int:
    """Round as people do by hand: a half goes up. Scores are never negative."""
    return int(value + 0.5)


def _tidy(value: Number) -> Number:
    value = round(value, 4)
    return int(value) if value == int(value) else value


class Verdict(StrEnum):
    """What the difference of two scores means."""

    REMISSION = "remission"
    RESPONSE = "response"
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    WORSENED = "worsened"
    UNKNOWN = "unknown"  # no rule was published: the difference is shown without a word


def changed(change: Change, before: Number, after: Number) -> Verdict:
    """Say what two totals of one instrument mean together."""
    better = (before - after) if change.higher_is_worse else (after - before)
    below = change.remission_below
    if below is not None and before >= below > after and better > 0:
        return Verdict.REMISSION
    if change.response is not None and before > 0 and better / before >= change.response:
        return Verdict.RESPONSE
    if change.reliable is None:
        return Verdict.UNKNOWN if below is None and change.response is None else Verdict.UNCHANGED
    if better >= change.reliable:
        return Verdict.IMPROVED
    return Verdict.WORSENED if -better >= change.reliable else Verdict.UNCHANGED
