"""A page of HTML that stands alone: nothing is fetched, nothing runs, and it prints well."""

from collections.abc import Iterable, Sequence
from html import escape

STYLE = """
@page { size: auto; margin: 18mm 16mm }
:root { color-scheme: light }
body { font: 16px/1.5 Georgia, 'Times New Roman', serif; color: #1d2a30; background: #fff;
       max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
h1, h2, h3, th, caption, .small, figcaption, svg text {
  font-family: system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3rem; color: #1f4e5f }
h2 { font-size: 1.2rem; margin: 2.2rem 0 .5rem; color: #1f4e5f; border-bottom: 2px solid #1f4e5f }
h3 { font-size: 1rem; margin: 1.4rem 0 .3rem }
p, ul { margin: .5rem 0 }
.small { font-size: .82rem; color: #44525a }
.box { border: 1px solid #1f4e5f; border-left-width: 6px; padding: .2rem .9rem; margin: 1rem 0 }
ul { padding-left: 1.1rem }
table { border-collapse: collapse; width: 100%; margin: .8rem 0; font-size: .88rem }
caption { text-align: left; font-weight: 600; font-size: .9rem; padding: .2rem 0 }
th, td { text-align: left; vertical-align: top; padding: .24rem .9rem .24rem 0;
         border-bottom: 1px solid #c9d4d9 }
thead th { border-bottom: 2px solid #1d2a30; font-size: .82rem; vertical-align: bottom }
tbody th { font-weight: 500 }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
thead th.n { white-space: normal }
figure { margin: 1rem 0 }
figcaption { font-weight: 600; font-size: .9rem }
svg { width: 100%; height: auto; display: block }
@media print {
  body { max-width: none; margin: 0; padding: 0; font-size: 10pt }
  h1, h2, h3, figcaption { break-after: avoid }
  figure, tr, .box, li, table.short { break-inside: avoid }
  thead { display: table-header-group }
}
"""

# A table of so many rows stays on one page.
SHORT = 14

# Whatever somebody typed into the bot stays words: nothing in the page can run or be fetched.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(title: str, parts: Iterable[str]) -> str:
    """Return a whole page."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(parts)
        + "\n</main>\n</body>\n</html>\n"
    )


def heading(words: str, level: int = 2) -> str:
    """Return a heading."""
    return f"<h{level}>{escape(words)}</h{level}>"


def paragraph(words: str) -> str:
    """Return a paragraph."""
    return f"<p>{escape(words)}</p>"


def small(words: str) -> str:
    """Return a paragraph that may be passed over."""
    return f'<p class="small">{escape(words)}</p>'


def box(lines: Iterable[str]) -> str:
    """Return what is to be read first."""
    return f'<div class="box">{bullets(lines)}</div>'


def bullets(lines: Iterable[str]) -> str:
    """Return a list."""
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; a column whose head ends with a space holds numbers."""
    marks = [' class="n"' if name.endswith(" ") else "" for name in head]
    top = "".join(
        f'<th scope="col"{mark}>{escape(name.strip())}</th>'
        for name, mark in zip(head, marks, strict=True)
    )
    body = [_row(row, marks) for row in rows]
    return (
        f'<table class="{"short" if len(body) <= SHORT else "long"}">'
        f"<caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table>"
    )


def figure(caption: str, drawing: str) -> str:
    """Return a drawing under what it shows."""
    return f"<figure><figcaption>{escape(caption)}</figcaption>{drawing}</figure>"


def _row(cells: Sequence[str], marks: Sequence[str]) -> str:
    first, *others = zip(cells, marks, strict=True)
    return (
        f'<tr><th scope="row">{escape(first[0])}</th>'
        + "".join(f"<td{mark}>{escape(cell)}</td>" for cell, mark in others)
        + "</tr>"
    )
