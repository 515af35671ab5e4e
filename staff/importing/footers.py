"""Lines that a program writes below or between its rows: totals, pages, when it was."""

import re

FOOTER = re.compile(
    r"""
    (grand\ total|sub\ ?total|total|totals|sum|summe|gesamt|insgesamt|zwischensumme|
     average|mean|durchschnitt|mittelwert|moyenne|promedio|total\ general|somme)
        [\s:=]*(\([^)]*\))?[\s:=]*[\d.,\s%]*
    | (page|seite|página|pagina|strana|sivu)\s*\d+.{0,30}
    | (exported|export|generated|created|printed|report|downloaded|
       exportiert|erstellt|erzeugt|gedruckt|stand|bericht|généré|exporté|exportado|generado)
        \b.{0,150}\d.{0,60}
    | [\d.,\s]+(rows?|records?|responses?|results?|answers?|entries|
       zeilen|datensätze|antworten|einträge|lignes|réponses|filas|respuestas)\b.{0,40}
    | (end\ of\ (file|report|export)|ende\ der\ (datei|liste)|eof)\W*
    | [-–—=*_\#.\s]{2,}
    | (©|\(c\)|copyright|powered\ by|confidential|vertraulich)\b.{0,150}
    """,
    re.IGNORECASE | re.VERBOSE,
)
# What may stand beside the word of a total: figures.
FIGURE = re.compile(r"[-+]?[\d.,\s%€$£]*")


def is_like_footer(cells, header):
    """Return whether ``cells`` are a line about the table, not a row of it.

    Asked only of rows that cannot be taken in: no row that says something is lost.
    """
    filled = [cell for cell in cells if cell]
    if not filled or not FOOTER.fullmatch(filled[0]):
        return False
    return len(filled) == 1 or all(FIGURE.fullmatch(cell) for cell in filled[1:])
