"""A small made-up table to try without a file of one's own: 120 flats and their rents.

`python -m core.tables.sample` writes it anew; the seed makes it the same each time.
"""

import random
from pathlib import Path
from typing import Final

SAMPLE: Final = Path(__file__).with_name("sample.csv")

_DISTRICTS: Final = {"centre": 260, "harbour": 140, "hillside": 60, "old mill": 0, "station": -70}
_HEATING: Final = {"district": 0, "gas": -25, "heat pump": 35}


def sample_csv() -> bytes:
    """Return the sample table as a file."""
    return SAMPLE.read_bytes()


def make_sample(n_rows: int = 120, seed: int = 7) -> str:
    """Make up flats: the rent follows from the other columns and some luck, and a few values are missing.

    Args:
        n_rows: how many flats.
        seed: of the luck.
    """
    luck = random.Random(seed)  # noqa: S311 - nothing secret
    lines = ["flat_id,area_m2,rooms,floor,year_built,district,balcony,heating,walk_to_stop_min,rent"]
    lines += [",".join(_flat(luck, number)) for number in range(1, n_rows + 1)]
    return "\n".join(lines) + "\n"


def _flat(luck: random.Random, number: int) -> list[str]:
    area = min(max(luck.gauss(68, 22), 22), 140)
    rooms = min(max(round(area / 26 + luck.gauss(0, 0.5)), 1), 5)
    floor, walk = luck.randint(0, 6), luck.randint(1, 18)
    year = luck.choice([luck.randint(1895, 1935), luck.randint(1955, 1979), luck.randint(1990, 2023)])
    district, heating = luck.choice(list(_DISTRICTS)), luck.choice(list(_HEATING))
    balcony = luck.random() < 0.55
    rent = 210 + 11.2 * area + 14 * floor + 65 * balcony - 7 * walk + _DISTRICTS[district] + _HEATING[heating]
    rent += 1.6 * max(year - 1975, 0) + luck.gauss(0, 45)
    cells = [
        str(number), f"{area:.1f}", str(rooms), str(floor), str(year), district,
        "yes" if balcony else "no", heating, str(walk), str(round(rent)),
    ]  # fmt: skip
    for place, chance in ((4, 0.06), (7, 0.04), (8, 0.04)):
        if luck.random() < chance:
            cells[place] = ""
    return cells


if __name__ == "__main__":
    SAMPLE.write_text(make_sample(), encoding="utf-8")
