"""What the API offers, and three moments to enter decisions around."""

API = "/api/v1/"
PAGED = ["centres/", "rounds/", "decisions/", "editions/"]
LISTS = [*PAGED, "schemes/", "districts/", "facets/"]
PARAMETERS = "q scheme level kind district sector status year round sort per_page cursor on known".split()
BEFORE, BETWEEN, AFTER = "2026-01-10T12:00+08:00", "2026-01-11", "2026-01-12T12:00+08:00"


def numbers(body: dict) -> list:
    return [result["number"] for result in body["results"]]
