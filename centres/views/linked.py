"""A centre as linked data, and its addresses."""

import datetime

from django.conf import settings
from django.utils.http import urlencode

from ..models import Centre, Standing
from ..moments import Moment
from .titles import Title


def cited(when: Moment) -> str:
    """The parameters under which a page stays the same for ever."""
    if when.known_at is None:
        return urlencode({"on": when.on.isoformat()})
    known = when.asked_known or when.known_at.astimezone(datetime.UTC).replace(tzinfo=None).isoformat() + "Z"
    return urlencode({"on": when.on.isoformat(), "known": known})


def linked_data(centre: Centre, title: Title, facts: dict, current: list[Standing]) -> dict:
    """What schema.org calls the centre and its accreditations, for JSON."""
    data = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": f"{settings.BASE_URL}/en/centres/{centre.number}/",
        "identifier": centre.number,
        "name": title.first,
        "alternateName": title.second,
        "parentOrganization": _organisation(facts["holder_name_en"] or facts["holder_name_zh"]),
        "location": facts["district"] and {"@type": "Place", "name": facts["district"].name_en},
        "hasCertification": [_certification(centre.number, standing) for standing in current],
        "url": f"{settings.BASE_URL}/verify/{centre.number}",
    }
    return {key: value for key, value in data.items() if value}


def _organisation(name: str) -> dict | None:
    return {"@type": "Organization", "name": name} if name else None


def _certification(number: str, standing: Standing) -> dict:
    """Since when a certification holds; one that ended holds from its first grant to the day it ended."""
    active = standing.status == Standing.Status.ACCREDITED
    begun = standing.since if active else standing.first_granted
    ended = standing.status in (Standing.Status.WITHDRAWN, Standing.Status.EXPIRED)
    expires = standing.since.upper if ended else standing.until
    return {
        "@type": "Certification",
        "name": standing.scheme.name,
        "certificationIdentification": number,
        "issuedBy": _organisation(standing.scheme.authority),
        "certificationStatus": f"https://schema.org/Certification{'Active' if active else 'Inactive'}",
        **({"validFrom": begun.machine} if begun and begun.machine else {}),
        **({"expires": expires.isoformat()} if expires else {}),
    }
