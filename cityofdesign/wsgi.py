import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cityofdesign.settings.production")
django = get_wsgi_application()

from cityofdesign.caching.application import PageCache  # noqa: E402  (models can be imported only now)
from cityofdesign.checks import refuse_demo_accounts  # noqa: E402

refuse_demo_accounts()
application = PageCache(django)
