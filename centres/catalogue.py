"""The catalogue entry of the open data, in the terms of DCAT-AP 3 as JSON-LD without a remote context."""

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from .api import answers
from .dumps import FILES
from .models import Decision

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
AUTHORITY = "http://publications.europa.eu/resource/authority"
CHONGQING = "http://www.wikidata.org/entity/Q11725"
TABULAR, SHA256 = "http://www.w3.org/ns/csvw#", "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
WORDS = {
    "catalogue": ("Open data of Chongqing City of Design", "重庆设计之都开放数据"),
    "about": (
        "The register of industrial design centres and its log of decisions, each day and for each edition.",
        "工业设计中心名录及其认定决定日志，每日更新，每版留存。",
    ),
    "publisher": ("Chongqing City of Design", "重庆设计之都"),
    "register": ("Register of industrial design centres, Chongqing", "重庆市工业设计中心名录"),
    "register_about": (
        "Every centre that is or was accredited, with its holder, district and standing under each scheme. "
        "Sample rows are fictional and marked.",
        "所有现有及曾获认定的中心，含单位、区县及各认定类别下的状态。示例条目为虚构，并已注明。",
    ),
    "decisions": ("Decisions about industrial design centres, Chongqing", "重庆市工业设计中心认定决定日志"),
    "decisions_about": (
        "The append-only log from which the register follows. Each hash covers the entry and the "
        "hash before it.",
        "名录据以生成的只增日志。每条决定的哈希值涵盖其全部字段及前一条的哈希值。",
    ),
    "api": ("API of the register", "名录接口"),
}


def said(key: str) -> list[dict]:
    english, chinese = WORDS[key]
    return [{"@value": english, "@language": "en"}, {"@value": chinese, "@language": "zh-Hans"}]


def catalogue(manifest: dict) -> dict:
    """`manifest` as `dumps.manifest_of` gives it."""
    home = page("en")
    return {
        "@context": CONTEXT,
        "@id": home,
        "@type": "dcat:Catalog",
        "dct:title": said("catalogue"),
        "dct:description": said("about"),
        "dct:publisher": publisher(),
        "dct:language": languages(),
        "dct:license": {"@id": answers.LICENCE},
        "dct:modified": modified(manifest),
        "foaf:homepage": {"@id": home, "@type": "foaf:Document"},
        "dcat:dataset": [dataset(name, manifest) for name in ("register", "decisions")],
        "dcat:service": [service()],
    }


def dataset(name: str, manifest: dict) -> dict:
    contact = {"@type": "vcard:Organization", "vcard:fn": WORDS["publisher"][0]}
    return {
        "@id": f"{page('en')}#{name}",
        "@type": "dcat:Dataset",
        "dct:identifier": name,
        "dct:title": said(name),
        "dct:description": said(f"{name}_about"),
        "dct:publisher": {"@id": publisher()["@id"]},
        "dcat:contactPoint": {**contact, "vcard:hasURL": {"@id": f"{settings.BASE_URL}/en/contact/"}},
        "dct:language": languages(),
        "dct:spatial": {"@id": CHONGQING, "@type": "dct:Location"},
        "dct:temporal": period(manifest),
        "dct:modified": modified(manifest),
        "dct:accrualPeriodicity": {"@id": f"{AUTHORITY}/frequency/DAILY", "@type": "dct:Frequency"},
        "dct:accessRights": {"@id": f"{AUTHORITY}/access-right/PUBLIC", "@type": "dct:RightsStatement"},
        "dcat:landingPage": {"@id": page("en"), "@type": "foaf:Document"},
        "dcat:version": str(manifest["edition"]),
        "dcat:distribution": [
            distribution(f"{name}.{form}", manifest["files"][f"{name}.{form}"]) for form in ("csv", "json")
        ],
    }


def distribution(filename: str, file: dict) -> dict:
    address = settings.BASE_URL + reverse("data:file", args=[filename])
    form = filename.rpartition(".")[2]
    media_type = file["media_type"].partition(";")[0]
    described = {
        "dct:conformsTo": {"@id": TABULAR, "@type": "dct:Standard"},
        "foaf:page": {"@id": f"{address}-metadata.json", "@type": "foaf:Document"},
    }
    return {
        "@id": f"{address}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": filename,
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dct:license": {"@id": answers.LICENCE, "@type": "dct:LicenseDocument"},
        "dct:format": {"@id": f"{AUTHORITY}/file-type/{form.upper()}", "@type": "dct:MediaTypeOrExtent"},
        "dcat:mediaType": {
            "@id": f"https://www.iana.org/assignments/media-types/{media_type}",
            "@type": "dct:MediaType",
        },
        "dcat:byteSize": {"@value": str(file["bytes"]), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": SHA256, "@type": "spdx:ChecksumAlgorithm"},
            "spdx:checksumValue": {"@value": file["sha256"], "@type": "xsd:hexBinary"},
        },
        **(described if f"{filename}-metadata.json" in FILES else {}),
    }


def service() -> dict:
    root = f"{settings.BASE_URL}/api/v1/"
    return {
        "@id": root,
        "@type": "dcat:DataService",
        "dct:title": said("api"),
        "dct:publisher": {"@id": publisher()["@id"]},
        "dct:license": {"@id": answers.LICENCE},
        "dcat:endpointURL": {"@id": root},
        "dcat:endpointDescription": {"@id": f"{root}openapi.json"},
        "dcat:servesDataset": {"@id": f"{page('en')}#register"},
    }


def publisher() -> dict:
    return {"@id": f"{settings.BASE_URL}/#publisher", "@type": "foaf:Agent", "foaf:name": said("publisher")}


def languages() -> list[dict]:
    return [
        {"@id": f"{AUTHORITY}/language/{code}", "@type": "dct:LinguisticSystem"} for code in ("ENG", "ZHO")
    ]


def period(manifest: dict) -> dict:
    """From the first decision to the day of the files."""
    known = Decision.objects.filter(edition__lte=manifest["edition"]).order_by("effective_on_from")
    first = known.values_list("effective_on_from", flat=True).first()
    began = {"dcat:startDate": dated(first)} if first else {}
    return {"@type": "dct:PeriodOfTime", **began, "dcat:endDate": dated(manifest["on"])}


def dated(day: datetime.date | str) -> dict:
    return {"@value": str(day), "@type": "xsd:date"}


def modified(manifest: dict) -> dict:
    """The moment of the edition; before the first, the day of the files."""
    if not manifest["known"]:
        return dated(manifest["on"])
    return {"@value": manifest["known"], "@type": "xsd:dateTime"}


def page(language: str) -> str:
    with translation.override(language):
        return settings.BASE_URL + reverse("open_data")
