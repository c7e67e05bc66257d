"""The few icons there are, as paths in a box of 24 by 24. Pure.

Drawn for this product: strokes only, so that they take the colour and weight of the words beside
them. Those in POINTS show a direction of reading and are mirrored right to left; the others are
not.
"""

ICONS: dict[str, str] = {
    "next": "M9 5l7 7-7 7",
    "back": "M15 5l-7 7 7 7",
    "down": "M5 9l7 7 7-7",
    "up": "M5 15l7-7 7 7",
    "add": "M12 5v14M5 12h14",
    "close": "M6 6l12 12M18 6L6 18",
    "done": "M5 12.5l5 5L19.5 7",
    "search": "M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM15.5 15.5L20 20",
    "download": "M12 4v11M7 11l5 5 5-5M5 20h14",
    "upload": "M12 16V5M7 9l5-5 5 5M5 20h14",
    "person": "M12 4.5a3.7 3.7 0 100 7.4 3.7 3.7 0 000-7.4zM5 20c.6-4 3.3-6 7-6s6.4 2 7 6",
    "people": "M9 5.5a3.2 3.2 0 100 6.4 3.2 3.2 0 000-6.4zM3 19.5c.5-3.6 2.7-5.4 6-5.4s5.5 1.8 6 5.4M16 6.2a2.8 2.8 0 010 5.4M17.5 14.6c2 .7 3.2 2.3 3.5 4.9",
    "place": "M12 21c-4.3-4.6-6.5-8-6.5-11a6.5 6.5 0 0113 0c0 3-2.2 6.4-6.5 11zM12 7.7a2.3 2.3 0 100 4.6 2.3 2.3 0 000-4.6z",
    "map": "M3.5 6.5l5.5-2 6 2 5.5-2v13l-5.5 2-6-2-5.5 2zM9 4.5v13M15 6.5v13",
    "table": "M4 5h16v14H4zM4 10h16M4 14.5h16M10 10v9",
    "calendar": "M4.5 6h15v14h-15zM4.5 10.5h15M8.5 3.5V8M15.5 3.5V8",
    "clock": "M12 4a8 8 0 100 16 8 8 0 000-16zM12 8v4.5l3 2",
    "phone": "M6 4h3.5l1.5 4.5-2 1.5a12 12 0 005 5l1.5-2L20 14.5V18a2 2 0 01-2 2A14 14 0 014 6a2 2 0 012-2z",
    "offline": "M7 18a4 4 0 010-8 5.5 5.5 0 0110.6 1.5A3.3 3.3 0 0117 18zM4 4l16 16",
    "warning": "M12 4l9 16H3zM12 10v4.5M12 17.2v.1",
    "information": "M12 4a8 8 0 100 16 8 8 0 000-16zM12 11v5M12 8v.1",
    "filter": "M4 6h16M7 12h10M10 18h4",
    "print": "M7 9V4h10v5M7 17H4.5V9h15v8H17M7 14h10v6H7z",
    "send": "M4 12h14M12 5.5l6.5 6.5-6.5 6.5",
    "link": "M10 14a4 4 0 005.7 0l3-3A4 4 0 0013 5.3l-1 1M14 10a4 4 0 00-5.7 0l-3 3A4 4 0 0011 18.7l1-1",
    "edit": "M4.5 19.5l1-4.5L16 4.5l3.5 3.5L9 18.5z",
}

POINTS = frozenset({"next", "back", "send"})
