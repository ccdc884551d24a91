"""Which cell styles of a workbook show a number as a date."""

from __future__ import annotations

import re
import zipfile

from backend.orders.files.workbook_parts import Element, part

PART = "xl/styles.xml"
BUILT_IN = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_ASIDE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


def date_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """Their numbers, as cells name them."""
    if PART not in archive.namelist():
        return frozenset()
    elements = part(archive, PART)
    formats = {
        int(facts["numFmtId"]): facts.get("formatCode", "")
        for tag, facts in elements
        if tag == "numFmt" and "numFmtId" in facts
    }
    dates = BUILT_IN | {number for number, code in formats.items() if _is_date(code)}
    return frozenset(
        place for place, facts in enumerate(_cell_formats(elements)) if int(facts.get("numFmtId", 0)) in dates
    )


def _cell_formats(elements: list[Element]) -> list[dict[str, str]]:
    """The `xf` of `cellXfs`; those of the named styles before it are not what cells name."""
    found: list[dict[str, str]] = []
    inside = False
    for tag, facts in elements:
        if tag in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            inside = tag == "cellXfs"
        elif tag == "xf" and inside:
            found.append(facts)
    return found


def _is_date(code: str) -> bool:
    return bool(re.search(r"[ymdhs年月日]", _ASIDE.sub("", code), re.IGNORECASE))
