"""Paths of areas and distances between them. Pure."""

import math
from collections.abc import Iterable, Sequence


def common_path(paths: Iterable[str]) -> str:
    """Return the path of the deepest area that contains all of these; raise when there is none."""
    split = [path.strip("/").split("/") for path in paths]
    if not split:
        raise ValueError("no areas")
    shared: list[str] = []
    for codes in zip(*split, strict=False):
        if len(set(codes)) > 1:
            break
        shared.append(codes[0])
    if not shared:
        raise ValueError("the areas share no country")
    return "/".join(shared) + "/"


def path_of(codes: Sequence[str]) -> str:
    """Return the path of the area whose codes from the country down are these."""
    return "/".join(code.upper() for code in codes) + "/"


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance in km between two (lat, lon) points in degrees."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*a, *b))
    half = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    )
    return 2 * 6371.0 * math.asin(math.sqrt(half))
