"""What the front page is made of: the hill of reported counts, levels, the register today, targets, news.

front.py has the parts that tell of the present and lead on.
"""

from collections import Counter, defaultdict
from functools import partial

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from centres.models import District, Scheme, Standing
from centres.moments import Moment, moment
from centres.reference import Reference, reference
from centres.views.districts import is_merged, short_name
from centres.views.facets import existed
from events.editions import attach
from events.models import AnnouncementPage, CompetitionPage, MilestonePage, NewsPage
from policies.models import Figure
from policies.targets import figures, measured, promised

from .caching.once import once
from .content.ledger import translation_key
from .drawing import LIANGJIANG, TILES, Flag, Fog, Plan, TileValue
from .front import climb, industries, last_round, next_competition
from .models import FieldPage, HomePage
from .related import short, steps
from .routes import public

MUNICIPAL, NATIONAL, DISTRICT = "municipal-centre", "national-centre", "district-centre"
BRANCH, INSTITUTE = "national-branch", "municipal-institute"
DESIGNATION = "milestone/unesco-designation"
CONSIDERED = 12
"""Among so many of the newest competitions the next one is looked for."""


def sections(home: HomePage) -> dict:
    """The context of the front page, made once for all readers until something changes; do not change it.

    - `hill`, `levels`, `branches`, `day`, `targets`: see the functions of these names
    - `last_round`, `climb`, `industries`: see front.py; `fields`: the FieldPages in their order
    - `news`: {"first": NewsPage or None, "more": the three before it}
    - `next_competition`: front.NextCompetition by the clock of now, or None; `competitions`: two other
      CompetitionPages, newest first, each with its edition of now
    """
    return once(("front page", home.pk, get_language()), partial(assembled, home))


def assembled(home: HomePage) -> dict:
    when = moment()
    held, found = reference(when.clock), figures()
    reported = by_scheme(found)

    def below(model) -> QuerySet:
        return public(model.objects.filter(locale_id=home.locale_id, path__startswith=home.path))

    news = list(below(NewsPage).newest_first()[:4])
    rounds = below(AnnouncementPage).select_related("round__scheme", "round__edition")
    milestones = list(below(MilestonePage).filter(date_to__isnull=False))
    named = (one for one in milestones if one.translation_key == translation_key(DESIGNATION))
    return {
        "hill": hill(found, reported[MUNICIPAL], next(named, None)),
        "levels": levels(reported, held),
        "branches": (reported[BRANCH] or [None])[-1],
        "day": day(when, held, reported[MUNICIPAL]),
        "industries": industries(when, held.scheme(MUNICIPAL), held),
        "fields": list(below(FieldPage).order_by("path")),
        "climb": climb(milestones),
        "targets": targets(found, when, held),
        "news": {"first": news[0] if news else None, "more": news[1:]},
        **competitions(below(CompetitionPage)),
        "last_round": last_round(rounds.order_by("-round__edition__number").first()),
    }


def competitions(pages: QuerySet) -> dict:
    found = list(pages.newest_first()[:CONSIDERED])
    attach(found)
    coming = next_competition(found)
    others = [page for page in found if coming is None or page != coming.page]
    return {"next_competition": coming, "competitions": others[:2]}


def by_scheme(found: list[Figure]) -> dict[str, list[Figure]]:
    """Exact reported figures with a last day, oldest first, by the key of the scheme that they count."""
    reported: dict[str, list[Figure]] = defaultdict(list)
    for figure in found:
        exact = figure.type == Figure.Type.REPORTED and figure.comparator == Figure.Comparator.EQ
        if exact and figure.scheme and figure.as_of_to:
            reported[figure.scheme.key].append(figure)
    return reported


def hill(found: list[Figure], counts: list[Figure], milestone: MilestonePage | None) -> dict | None:
    """The hill of municipal centres, None where no count is known.

    - `steps`: drawing.Steps of the counts; `figures`: the Figure of each count, for the table with sources
    - `plan`: drawing.Plan of the target that is due last, or None; `target`: its Figure
    - `flag`: drawing.Flag of the designation, or None; `milestone`: its page
    - `fog`: drawing.Fogs where no source counts
    """
    if not counts:
        return None
    aims = [f for f in found if f.type == Figure.Type.TARGET and f.scheme and f.scheme.key == MUNICIPAL]
    target = max((f for f in aims if f.as_of_to), key=lambda f: f.as_of_to, default=None)
    return {
        "steps": steps(counts),
        "figures": counts,
        "plan": plan(target) if target else None,
        "target": target,
        "flag": Flag(milestone.date.upper, short(milestone.date), _("UNESCO City of Design"))
        if milestone
        else None,
        "milestone": milestone,
        "fog": fog(counts),
    }


def plan(target: Figure) -> Plan:
    words = {"promised": promised(target), "date": target.as_of.display(get_language())}
    since = target.policy.written.upper if target.policy else None
    return Plan(target.as_of_to, int(target.value), _("%(promised)s by %(date)s, the plan") % words, since)


def fog(counts: list[Figure]) -> list[Fog]:
    """Times of more than two years between counts, and the time since the last one."""
    patches = []
    for earlier, later in zip(counts, counts[1:], strict=False):
        if (later.as_of_to - earlier.as_of_to).days > 2 * 366:
            years = {"first": earlier.as_of_to.year, "last": later.as_of_to.year}
            words = _("no count published, %(first)s to %(last)s") % years
            patches.append(Fog(earlier.as_of_to, later.as_of_to, words))
    return [*patches, Fog(counts[-1].as_of_to)]


def levels(reported: dict[str, list[Figure]], held: Reference) -> list[dict]:
    """District, municipal, national: {"scheme": Scheme, "figure": the last Figure reported, or None}."""
    keys = [key for key in (DISTRICT, MUNICIPAL, NATIONAL) if held.scheme(key)]
    return [{"scheme": held.scheme(key), "figure": (reported[key] or [None])[-1]} for key in keys]


def targets(found: list[Figure], when: Moment, held: Reference) -> list:
    """The targets for municipal and national centres and institutes that are due last, as targets.Target."""
    last = {}
    for target in measured(found, when, held):
        if target.figure.scheme:
            last[target.figure.scheme.key] = target  # measured() keeps the order of due dates
    return [last[key] for key in (MUNICIPAL, NATIONAL, INSTITUTE) if key in last]


def day(when: Moment, held: Reference, counts: list[Figure]) -> dict | None:
    """The municipal centres in force today, by district; None before the schemes are loaded.

    - `moment`, `scheme`; `count`, `samples`: distinct centres and the samples among them
    - `tiles`: code -> drawing.TileValue; `merged`: whether Liangjiang is one district
    - `rows`: [(District, centres)] of every tile; `elsewhere`: the same of zones and of ended districts with
      more than one successor, where there are any centres; `not_stated`: centres without a district
    - `complete`: whether the register holds every centre of the scheme; `reported`: the last Figure, or None
    - `presets`: [{"label", "date", "href"}]
    """
    scheme = held.scheme(MUNICIPAL)
    if scheme is None:
        return None
    by_district, samples = counted(when, scheme, held)
    merged = is_merged(held, when.on)
    districts = held.districts_by_code
    codes = [LIANGJIANG, *TILES] if merged else list(TILES)
    known = {code: districts[code] for code in codes if code in districts}
    on_map = {code: district for code, district in known.items() if existed(district, when)}
    rows = [(district, by_district[district.pk]) for district in on_map.values()]
    elsewhere = [
        (held.districts[pk], n)
        for pk, n in by_district.items()
        if pk is not None and held.districts[pk].code not in on_map
    ]
    return {
        "moment": when,
        "scheme": scheme,
        "count": sum(by_district.values()),
        "samples": samples,
        "tiles": {district.code: tile(district, n) for district, n in rows},
        "merged": merged,
        "rows": sorted(rows, key=lambda row: (-row[1], row[0].code)),
        "elsewhere": elsewhere,
        "not_stated": by_district[None],
        "complete": held.complete(scheme, when.on),
        "reported": counts[-1] if counts else None,
        "presets": presets(counts),
    }


def counted(when: Moment, scheme: Scheme, held: Reference) -> tuple[Counter, int]:
    """Accredited centres by primary key of their district as of the day (None: not stated), and samples."""
    standings = Standing.objects.on(when.on, when.edition).accredited().filter(scheme=scheme)
    grouped = (
        standings.order_by()
        .values_list("district_id")
        .annotate(
            n=Count("centre_id", distinct=True),
            s=Count("centre_id", distinct=True, filter=Q(centre__sample=True)),
        )
    )
    by_district, samples = Counter(), 0
    for pk, n, sampled in grouped:
        district = held.district_on(pk, when.on)
        by_district[district.pk if district else None] += n
        samples += sampled
    return by_district, samples


def tile(district: District, count: int) -> TileValue:
    query = urlencode({"scheme": MUNICIPAL, "district": district.code})
    return TileValue(count, short_name(district), f"{reverse('centres:list')}?{query}")


def presets(counts: list[Figure]) -> list[dict]:
    """The days of published counts, newest first, for which the register can be asked."""
    return [
        {
            "label": step.date_label,
            "date": step.date,
            "href": reverse("centres:on", args=[step.date.isoformat()]),
        }
        for step in reversed(steps(counts))
    ]
