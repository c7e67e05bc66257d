"""What stands on the page of all pieces: invented people, workers and counts; real place names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms

from sukoon.ui.maps import MapPoint, schematic
from sukoon.ui.pictures import (
    Bar,
    Layer,
    Picture,
    bars,
    class_breaks,
    class_of,
    pyramid,
    spark,
)
from sukoon.ui.tables import Cell, Column, Row, Table
from sukoon.ui.words import class_words

AS_OF = dt.date(2026, 10, 31)

# (English, Urdu). The Urdu is machine-drafted, like all Urdu here until a person has reviewed it.
_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Side:
    """One language of the page."""

    lang: str
    dir: str
    words: dict[str, str]
    where: Sequence[dict[str, str]]
    tabs: Sequence[dict[str, object]]
    tags: Sequence[tuple[str, str]]
    rows: Sequence[dict[str, str]]
    entries: Sequence[dict[str, object]]
    chips: Sequence[dict[str, object]]
    risk: dict[str, str]
    stages: Sequence[dict[str, str]]
    form: forms.Form
    wrong: forms.Form
    filters: forms.Form
    table: Table
    links: Sequence[dict[str, str]]
    bars: Picture
    pyramid: Picture


_WORDS: dict[str, _Pair] = {
    "today": ("Today", "آج"),
    "kohat": ("Kohat", "کوہاٹ"),
    "alias": ("Blue Kite", "نیلی پتنگ"),
    "lead": (
        "What this is and where. At most one primary button.",
        "یہ کیا ہے اور کہاں ہے۔ زیادہ سے زیادہ ایک بنیادی بٹن۔",
    ),
    "add": ("Add an entry", "اندراج شامل کریں"),
    "tabs": ("Example tabs", "مثال کے ٹیب"),
    "send": ("Send referral", "ریفرل بھیجیں"),
    "cancel": ("Cancel", "منسوخ کریں"),
    "change": ("Change", "تبدیل کریں"),
    "contacted": ("I have made contact", "میں نے رابطہ کر لیا"),
    "close_title": ("Close this case?", "یہ کیس بند کریں؟"),
    "close_said": (
        "Nobody will be reminded of it again. You can open it later; the reason stays written.",
        "پھر کسی کو اس کی یاد دہانی نہیں ہو گی۔ بعد میں کھولا جا سکتا ہے؛ وجہ لکھی رہے گی۔",
    ),
    "close": ("Close the case", "کیس بند کریں"),
    "keep": ("Keep it open", "کھلا رکھیں"),
    "late": (
        "Two entries arrived late, from 21 November.",
        "دو اندراج دیر سے پہنچے، 21 نومبر کے۔",
    ),
    "rule": ("Contact rule.", "رابطے کا اصول۔"),
    "rule_said": ("Call only, 10:00 to 12:00.", "صرف کال، 10:00 سے 12:00۔"),
    "sent": ("Sent. They answer within 72 hours.", "بھیج دیا گیا۔ 72 گھنٹے میں جواب آئے گا۔"),
    "danger": (
        "A risk to life does not wait. Nobody is told until it is delivered. Call.",
        "جان کا خطرہ انتظار نہیں کرتا۔ پہنچنے تک کسی کو خبر نہیں۔ کال کریں۔",
    ),
    "empty": ("Nothing here yet", "ابھی یہاں کچھ نہیں"),
    "empty_said": (
        "A referral to you will stand here with its time.",
        "آپ کو ریفرل آئے گا تو اپنے وقت کے ساتھ یہاں ہو گا۔",
    ),
    "record": ("Record a contact", "رابطہ درج کریں"),
    "kept": ("Kept on this phone", "اس فون میں محفوظ"),
    "see": ("See", "دیکھیں"),
    "pages": ("1 to 12 of 89", "89 میں سے 1 تا 12"),
    "show": ("Show", "دکھائیں"),
    "download": ("Download", "ڈاؤن لوڈ"),
    "figure": ("contacts made in October", "اکتوبر میں رابطوں کی تعداد"),
    "figure_basis": (
        "contacts; one person may count twice",
        "رابطے؛ ایک فرد دو بار گنا جا سکتا ہے",
    ),
    "asked": ("organisations sent their return", "اداروں نے رپورٹ بھیجی"),
    "asked_basis": ("organisations asked", "جن اداروں سے پوچھا گیا"),
    "few": ("referrals closed in time", "وقت پر بند ہونے والے ریفرل"),
    "few_basis": ("too few to publish", "شائع کرنے کے لیے بہت کم"),
    "door": (
        "Do you need help, or does someone you know?",
        "کیا آپ کو یا آپ کے کسی جاننے والے کو مدد چاہیے؟",
    ),
    "door_said": (
        "Find a place that is open, free and suits you. You do not have to give your name.",
        "ایسی جگہ تلاش کریں جو کھلی ہو، مفت ہو اور آپ کے لیے مناسب ہو۔ نام بتانا ضروری نہیں۔",
    ),
    "find": ("Find help near me", "اپنے قریب مدد تلاش کریں"),
    "emergency": ("Is a life in danger now? Call", "کیا ابھی جان خطرے میں ہے؟ کال کریں"),
    "example": ("(example number)", "(مثال)"),
    "stages": ("Stages of a referral", "ریفرل کے مراحل"),
    "legend": ("Organisations per district", "فی ضلع ادارے"),
    "reading": (
        "People open this on a hard day. The screen is quiet and says one thing at a time.",
        "لوگ اسے کسی مشکل دن کھولتے ہیں۔ سکرین خاموش ہے اور ایک وقت میں ایک بات کہتی ہے۔",
    ),
}


def samples() -> dict[str, object]:
    """Return everything the page of pieces shows."""
    return {
        "sides": [_side(0), _side(1)],
        "legend": [
            {"css_class": b.css_class, "label": class_words(b), "count": b.count}
            for b in class_breaks([None, 0, 0, 1, 2, 3, 5, 9])
        ],
        "map": _map(),
    }


def _side(i: int) -> Side:
    def say(*pair: str) -> str:
        return pair[i]

    lang = ("en", "ur")[i]
    return Side(
        lang=lang,
        dir=("ltr", "rtl")[i],
        words={name: pair[i] for name, pair in _WORDS.items()},
        where=[{"label": say("Today", "آج"), "url": "#pieces"}, {"label": say("Kohat", "کوہاٹ")}],
        tabs=[
            {"label": say("Mine", "میرے"), "url": "#tabs", "current": True, "count": 12},
            {"label": say("My team", "میری ٹیم"), "url": "#tabs", "count": 1041},
            {"label": say("Waiting", "انتظار میں"), "url": "#tabs", "count": 0},
        ],
        tags=[
            (say("Sent", "بھیجا گیا"), ""),
            (say("In care", "زیرِ نگہداشت"), "accent"),
            (say("Delivered", "پہنچ گیا"), "good"),
            (say("Overdue", "تاخیر کا شکار"), "warn"),
            (say("Risk", "خطرہ"), "life"),
        ],
        rows=_rows(i),
        entries=_entries(i),
        chips=_chips(i),
        risk={
            "title": say("High risk to life", "جان کو زیادہ خطرہ"),
            "owner": say("A. Namoona (you)", "اے نمونہ (آپ)"),
            "by": "12:00",
            "next_step": say("Call back; safety plan", "کال کریں؛ حفاظتی منصوبہ"),
            "number": "0800 00000",
            "action_label": say("I have made contact", "میں نے رابطہ کر لیا"),
            "action_url": "#risk",
        },
        stages=[
            {"label": say("Sent", "بھیجا گیا"), "note": say("16 Nov", "16 نومبر"), "state": "done"},
            {
                "label": say("Received", "موصول ہوا"),
                "note": say("17 Nov", "17 نومبر"),
                "state": "done",
            },
            {
                "label": say("Accepted", "قبول"),
                "note": say("1 day left", "1 دن باقی"),
                "state": "now",
            },
            {"label": say("Seen", "ملاقات ہو گئی"), "note": "", "state": ""},
            {"label": say("Reported back", "رپورٹ واپس آ گئی"), "note": "", "state": ""},
        ],
        form=_form(i),
        wrong=_form(i, {"when": "29 11 2026"}),
        filters=_filters(i),
        table=_table(i),
        links=[
            {
                "label": "XLSX",
                "url": "#table",
                "note": say("to edit and send back", "ترمیم کر کے واپس بھیجنے کے لیے"),
            },
            {"label": "CSV", "url": "#table", "note": ""},
        ],
        bars=bars(
            [
                Bar(say("Punjab", "پنجاب"), 41, "41"),
                Bar(say("Khyber Pakhtunkhwa", "خیبر پختونخوا"), 23, "23"),
                Bar(say("Balochistan", "بلوچستان"), 0, "0"),
                Bar(
                    say("Gilgit-Baltistan", "گلگت بلتستان"),
                    None,
                    say("no report", "کوئی رپورٹ نہیں"),
                ),
            ],
            title=say("Services by province", "صوبے کے لحاظ سے خدمات"),
            description=say(
                "Punjab 41, Khyber Pakhtunkhwa 23, Balochistan none, Gilgit-Baltistan no report.",
                "پنجاب 41، خیبر پختونخوا 23، بلوچستان 0، گلگت بلتستان کوئی رپورٹ نہیں۔",
            ),
            rtl=i == 1,
            name=f"bars-{lang}",
        ),
        pyramid=pyramid(
            [
                Layer(
                    say("4 Specialised care", "4 ماہرانہ علاج"),
                    say("23 districts", "23 اضلاع"),
                    "c5",
                ),
                Layer(
                    say("3 Focused support", "3 مخصوص معاونت"),
                    say("55 districts", "55 اضلاع"),
                    "c4",
                ),
                Layer(
                    say("2 Community and family", "2 کمیونٹی اور خاندان"),
                    say("68 districts", "68 اضلاع"),
                    "c3",
                ),
                Layer(
                    say("1 Basic services", "1 بنیادی خدمات"),
                    say("no report", "کوئی رپورٹ نہیں"),
                    "c0",
                ),
            ],
            title=say("Districts with a service, by layer", "تہہ کے لحاظ سے اضلاع جہاں خدمت ہے"),
            description=say(
                "23, 55, 68; basic services: no report.",
                "23، 55، 68؛ بنیادی خدمات: کوئی رپورٹ نہیں۔",
            ),
            name=f"pyramid-{lang}",
        ),
    )


def _rows(i: int) -> list[dict[str, str]]:
    rows = [
        (("Tall Cedar", "اونچا دیودار"), "KHT-0388", ("in 3 h", "3 گھنٹے میں"), ("by 13:30", "13:30 تک"),
         ("See in person", "خود ملیں"), ("You own this", "آپ ذمہ دار ہیں"), "life"),
        (("Brass Lamp with a very long alias that someone typed in full",
          "پیتل کا چراغ، ایک بہت لمبا فرضی نام جو کسی نے پورا لکھ دیا"), "KHT-0402",
         ("2 days late", "2 دن تاخیر"), ("22 Nov", "22 نومبر"),
         ("Follow-up contact", "فالو اپ رابطہ"), ("", ""), "late"),
        (("Silver Finch", "چاندی کی چڑیا"), "KHT-0410", ("10:30", "10:30"), ("", ""),
         ("Session 3 of 5", "نشست 3 (5 میں سے)"), ("", ""), ""),
    ]  # fmt: skip
    return [
        {"who": who[i], "url": "#rows", "code": code, "when": when[i], "by": by[i],
         "what": what[i], "why": why[i], "kind": kind}
        for who, code, when, by, what, why, kind in rows
    ]  # fmt: skip


def _entries(i: int) -> list[dict[str, object]]:
    return [
        {
            "what": ("Contact at home", "گھر پر رابطہ")[i],
            "who": ("R. Farzi", "آر فرضی")[i],
            "happened": ("21 Nov, 16:20", "21 نومبر، 16:20")[i],
            "recorded": ("24 Nov, 07:58", "24 نومبر، 07:58")[i],
            "said": ("Came to the door herself.", "خود دروازے پر آئیں۔")[i],
        },
        {
            "what": ("Session 3 of 5", "نشست 3 (5 میں سے)")[i],
            "who": ("A. Namoona", "اے نمونہ")[i],
            "happened": ("18 Nov, 10:30", "18 نومبر، 10:30")[i],
            "said": ("Home practice on 4 of 7 days.", "گھر پر 7 میں سے 4 دن مشق۔")[i],
            "amended": True,
            "was": ("6 of 7 days.", "7 میں سے 6 دن۔")[i],
            "was_why": ("wrong week", "غلط ہفتہ")[i],
        },
        {
            "what": ("Risk to life assessed: high", "جان کے خطرے کا جائزہ: زیادہ")[i],
            "who": ("A. Namoona", "اے نمونہ")[i],
            "happened": ("today 08:55", "آج 08:55")[i],
            "kind": "life",
            "tag": ("Risk", "خطرہ")[i],
        },
    ]


def _chips(i: int) -> list[dict[str, object]]:
    return [
        {
            "instrument": "PHQ-9",
            "value": 14,
            "of": 27,
            "band": ("Moderate · 18 November", "درمیانہ · 18 نومبر")[i],
            "trend": spark([21, 19, 17, 14], cut=10, title="PHQ-9"),
            "trend_said": ("Better: 21 to 14", "بہتری: 21 سے 14")[i],
        },
        {
            "instrument": "GAD-7",
            "value": None,
            "band": ("No score: 3 questions not answered", "اسکور نہیں: 3 سوالوں کا جواب نہیں")[i],
            "trend_said": ("Not counted as 0", "صفر نہیں گنا گیا")[i],
        },
    ]


def _form(i: int, data: dict[str, str] | None = None) -> forms.Form:
    class Example(forms.Form):
        alias = forms.CharField(
            label=("Alias", "فرضی نام")[i],
            help_text=("A name that is not theirs", "ایسا نام جو ان کا اصل نام نہ ہو")[i],
            error_messages={"required": ("Enter an alias.", "فرضی نام لکھیں۔")[i]},
        )
        when = forms.DateField(
            label=("When did it happen?", "یہ کب ہوا؟")[i],
            help_text=("For example, 23 11 2026", "مثلاً 23 11 2026")[i],
            error_messages={
                "invalid": (
                    "The date is in the future. Enter the day it happened.",
                    "تاریخ آئندہ کی ہے۔ وہ دن لکھیں جب یہ ہوا۔",
                )[i]
            },
        )
        how = forms.ChoiceField(
            label=("How did you meet?", "کیسے ملے؟")[i],
            widget=forms.RadioSelect,
            choices=[("met", ("In person", "آمنے سامنے")[i]), ("call", ("By phone", "فون پر")[i])],
            error_messages={"required": ("Choose how you met.", "چنیں کہ کیسے ملے۔")[i]},
        )
        agreed = forms.BooleanField(label=("They agreed", "وہ راضی تھے")[i], required=False)
        note = forms.CharField(
            label=("Note", "نوٹ")[i], widget=forms.Textarea({"rows": 3}), required=False
        )

    lang = ("en", "ur")[i]
    if data is None:
        return Example(prefix=lang)
    prefix = f"{lang}-wrong"
    return Example({f"{prefix}-{name}": value for name, value in data.items()}, prefix=prefix)


def _filters(i: int) -> forms.Form:
    class Filters(forms.Form):
        layer = forms.ChoiceField(
            label=("Kind of service", "خدمت کی قسم")[i],
            choices=[("", ("All four layers", "چاروں تہیں")[i])],
        )
        area = forms.ChoiceField(
            label=("Province or area", "صوبہ یا علاقہ")[i],
            choices=[("", ("All of Pakistan", "پورا پاکستان")[i])],
        )

    return Filters(prefix=f"filter-{('en', 'ur')[i]}")


def _table(i: int) -> Table:
    none = ("no report", "کوئی رپورٹ نہیں")[i]
    return Table(
        caption=("Services, Kohat", "خدمات، کوہاٹ")[i],
        note=(
            "October 2026. Basis: services under way.",
            "اکتوبر 2026۔ بنیاد: جاری خدمات۔",
        )[i],
        columns=[
            Column(("Layer", "تہہ")[i]),
            Column(("Services", "خدمات")[i], numeric=True, url="#table", sorted="descending"),
            Column(("People reached", "جن افراد تک پہنچے")[i], numeric=True, url="#table"),
        ],
        lines=[
            Row([Cell(("Community and family", "کمیونٹی اور خاندان")[i], small="2"), Cell(9, key="c5"), 1240]),
            Row([("Focused support", "مخصوص معاونت")[i], Cell(4, key="c4", url="#table"), 318]),
            Row([("Specialised care", "ماہرانہ علاج")[i], Cell(0, key="c1", strong=True),
                 ("hidden: fewer than 10", "پوشیدہ: 10 سے کم")[i]]),
            Row([("Basic services", "بنیادی خدمات")[i], Cell(none, key="c0"), none]),
        ],
    )  # fmt: skip


# A few real places with invented counts, so that the page draws without a database.
_POINTS = (
    ("PK514", "Kohat", 33.5, 71.4, "KP", 5), ("PK519", "Peshawar", 34.0, 71.6, "KP", 8),
    ("PK526", "Swat", 35.2, 72.4, "KP", 1), ("PK504", "Buner", 34.4, 72.5, "KP", 3),
    ("PK505", "Charsadda", 34.2, 71.8, "KP", 2), ("PK511", "Hangu", 33.5, 71.0, "KP", 1),
    ("PK401", "Islamabad", 33.7, 73.0, "ICT", 9), ("PK602", "Attock", 33.6, 72.3, "PB", 1),
    ("PK607", "Chakwal", 32.9, 72.7, "PB", 6), ("PK618", "Lahore", 31.5, 74.3, "PB", 8),
    ("PK631", "Rawalpindi", 33.4, 73.2, "PB", 6), ("PK616", "Kasur", 31.0, 74.2, "PB", 6),
    ("PK610", "Gujrat", 32.7, 74.0, "PB", 5), ("PK614", "Jhelum", 32.9, 73.5, "PB", 0),
    ("PK101", "Bagh", 34.0, 73.7, "AJK", None), ("PK102", "Bhimber", 33.0, 74.2, "AJK", 0),
)  # fmt: skip


def _map() -> Picture:
    labels = {"KP": "Khyber Pakhtunkhwa", "ICT": "Islamabad", "PB": "Punjab", "AJK": "AJK"}
    return schematic(
        [
            MapPoint(
                code=code,
                label=name,
                css_class=class_of(count),
                title_text=f"{name}: {'no report' if count is None else count}",
                href="#map",
                lon=lon,
                lat=lat,
                population=0,
                group=group,
                group_label=labels[group],
                mark="" if count is None else str(count),
            )
            for code, name, lat, lon, group, count in _POINTS
        ],
        title="Organisations per district",
        description="Sixteen districts with invented counts.",
        name="map-sample",
    )
