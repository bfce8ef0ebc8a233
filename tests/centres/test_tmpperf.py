import time, pytest
from tests.factories import *
pytestmark = pytest.mark.django_db
def test_perf(client):
    empty_register()
    for i in range(4):
        grant(500, district="500103", sectors=["materials"], scheme=["municipal-centre","national-centre"][i%2])
    for path in ("centres/?per_page=100","centres/?per_page=25","centres/?per_page=25&q=公司 center","facets/","facets/?q=公司","decisions/?per_page=100","openapi.json","docs","schemes/", "centres/CQ-000100"):
        ts=[]
        for _ in range(5):
            t=time.perf_counter(); r=client.get("/api/v1/"+path); ts.append(time.perf_counter()-t)
        print(path, r.status_code, len(r.content), [round(x*1000) for x in ts])
