from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from centres.api import api
from centres.views.data import index as open_data

from . import health, robots
from .metrics import metrics
from .search import views as searching
from .signin.views import front_sign_in
from .translating.elsewhere import serve
from .views import media

handler404 = "cityofdesign.views.not_found"
handler500 = "cityofdesign.views.server_error"

urlpatterns = [
    path("admin/", include("cityofdesign.signin.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", include("centres.api.reconcile_urls")),
    path("api/v1/", api.urls),
    path("data/", include("centres.data_urls")),
    path("files/", include("events.file_urls")),
    path("verify/", include("centres.verify_urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}icons/favicon.ico")),
]

if settings.SERVE_MEDIA:
    urlpatterns += [path("media/<path:path>", media)]

urlpatterns += i18n_patterns(
    path("centres/", include("centres.urls")),
    path("share/", include("cityofdesign.share_urls")),
    path("districts/", include("centres.district_urls")),
    path("data/", open_data, name="open_data"),
    path("", include("centres.notice_urls")),
    path("", include("events.urls")),
    path("", include("policies.urls")),
    path("search/", searching.search, name="search"),
    path("search/suggest", searching.suggest, name="suggest"),
    path("_util/login/", front_sign_in, name="front_sign_in"),
    path("", serve, {"path": ""}, name="home"),
    *wagtail_urls.urlpatterns[:-1],
    re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
)
