import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cityofdesign.settings.production")
application = get_wsgi_application()

from cityofdesign.checks import refuse_demo_accounts  # noqa: E402  (models can be imported only now)

refuse_demo_accounts()
