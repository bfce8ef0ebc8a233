import pytest
from django.urls import path
from centres.api import api

urlpatterns = [path("api/v1/", api.urls)]
from tests.factories import *

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def test_it(client):
    a = enter(
        name_en="A Centre", district="500112", sectors=["automobiles"], credit_code="91500000202802121X"
    )
    grant(3, "2021-11", scheme="national-centre", sample=True)
    enter(a.centre, "maintained", "2020", scheme="municipal-centre")
    for u in [
        "centres/",
        "centres/CQ-000001",
        "centres/CQ-000001/",
        "centres",
        "rounds/",
        "rounds/%d" % a.round_id,
        "decisions/",
        "editions/",
        "schemes/",
        "districts/",
        "facets/",
        "openapi.json",
        "nothing",
        "centres/?q=centre",
        "centres/?sort=district&per_page=25&q=公司&year=2014&district=500112&status=any&round=1&level=municipal&kind=branch&sector=automobiles&scheme=national-centre",
        "centres/?on=0&level=x&per_page=7",
        "centres/?on=2099",
    ]:
        r = client.get("/api/v1/" + u)
        print(u, r.status_code, r.headers, r.content.decode()[:1500])
        print()
