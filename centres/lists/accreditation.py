"""The layout of an accreditation list."""

from .columns import COLUMNS, NAMING
from .facts import section_kind
from .layout import Layout
from .rows import HOLDERS, check_holder, derive_holder

ACCREDITATION = Layout(
    columns=COLUMNS,
    naming=NAMING,
    alone=frozenset(HOLDERS),
    needed="单位名称, Holder",
    check=check_holder,
    complete=derive_holder,
    by_language=(HOLDERS, ("centre_name_zh", "centre_name_en")),
    free=frozenset({"serial", "reason", "remark"}),
    section=section_kind,
    section_key="kind",
    derived=frozenset(HOLDERS),
    no_header="no-header",
    no_naming="no-naming",
)
