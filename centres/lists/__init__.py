"""A printed accreditation list becomes rows, and each row a verdict. No models, no request, no settings.

`read_list` turns bytes into `PrintedRow`s, `Index.match` says which centre each means, `judge_list` what the
list would do to the register.
"""

from .accreditation import ACCREDITATION
from .annotated import annotated, annotated_csv
from .changes import CentreState, Change, Terms, stated_facts
from .columns import COLUMNS, LIST_KINDS, Column, columns_for, recognise
from .facts import DistrictName, Districts, SectorName, Sectors, kind_key, kind_word
from .layout import Layout
from .mapping import Heading, headings_of, map_problems, remembered
from .matching import CUTOFF, LATIN_CUTOFF, TOO_CLOSE, Candidate, Index, Known, Match, alias, chosen
from .named import Centres
from .names import normalise, valid_credit_code
from .parsing import ReadList, read_list
from .problems import ListRefused, Note, Problem, from_stored, said, said_of_list
from .readers import MAX_BYTES, open_book
from .rows import PrintedRow, Source
from .template import columns_csv, columns_xlsx, filled_csv, filled_xlsx, template_csv, template_xlsx
from .verdicts import Judgement, Verdict, absent, judge, judge_list, names_a_sample
from .workbook import MAX_ROWS

__all__ = [
    "ACCREDITATION",
    "COLUMNS",
    "CUTOFF",
    "LATIN_CUTOFF",
    "LIST_KINDS",
    "MAX_BYTES",
    "MAX_ROWS",
    "TOO_CLOSE",
    "Candidate",
    "CentreState",
    "Centres",
    "Change",
    "Column",
    "DistrictName",
    "Districts",
    "Heading",
    "Index",
    "Judgement",
    "Known",
    "Layout",
    "ListRefused",
    "Match",
    "Note",
    "PrintedRow",
    "Problem",
    "ReadList",
    "SectorName",
    "Sectors",
    "Source",
    "Terms",
    "Verdict",
    "absent",
    "alias",
    "annotated",
    "annotated_csv",
    "chosen",
    "from_stored",
    "columns_csv",
    "columns_for",
    "columns_xlsx",
    "filled_csv",
    "filled_xlsx",
    "judge",
    "judge_list",
    "headings_of",
    "kind_key",
    "kind_word",
    "map_problems",
    "names_a_sample",
    "normalise",
    "open_book",
    "read_list",
    "recognise",
    "remembered",
    "said",
    "said_of_list",
    "stated_facts",
    "template_csv",
    "template_xlsx",
    "valid_credit_code",
]
