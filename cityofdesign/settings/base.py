import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from . import env, files

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.text("VAR_DIR") or BASE_DIR / "var").resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = env.text("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = env.listed("ALLOWED_HOSTS")
PORT = env.number("PORT", 8000)
BASE_URL = env.text("BASE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")

# Demo accounts and the sample register: only `make run` and the tests switch them on.
DEMO_CONTENT = env.flag("DEMO_CONTENT", default=False)
SAMPLE_REGISTER = env.flag("SAMPLE_REGISTER", default=False)
DEMO_PASSWORD = env.text("DEMO_PASSWORD", "design-city")

INSTALLED_APPS = [
    "cityofdesign",
    "cityofdesign.editing",
    "centres",
    "events",
    "policies",
    "cityofdesign.translating",
    "wagtail_localize",
    "wagtail_localize.locales",  # in place of wagtail.locales: the same table, with its label
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "cityofdesign.observing.Observe",
    "cityofdesign.middleware.ProbesMiddleware",
    "cityofdesign.caching.middleware.KeepPages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cityofdesign.compression.CompressionMiddleware",  # a proxy may do it instead
    "cityofdesign.caching.etags.PageETags",
    "csp.middleware.CSPMiddleware",
    "cityofdesign.middleware.HeadersMiddleware",
    "cityofdesign.middleware.SessionMiddleware",
    "cityofdesign.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cityofdesign.signin.middleware.SecondFactorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cityofdesign.urls"
WSGI_APPLICATION = "cityofdesign.wsgi.application"

# The public site is Jinja2 (root templates/): a register list renders in a quarter of the time that
# Django's engine takes. Wagtail's admin and our additions to it stay with Django's engine.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "cityofdesign.jinja2.environment",
            "extensions": [
                "jinja2.ext.i18n",
                "wagtail.jinja2tags.core",
                "wagtail.admin.jinja2tags.userbar",
                "wagtail.images.jinja2tags.images",
            ],
            "context_processors": ["cityofdesign.context.site"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": env.database(env.text("DATABASE_URL"), VAR_DIR / "db.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "cityofdesign.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Signing in to the admin: django-allauth, with passkeys, authenticator apps and recovery codes.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = ACCOUNT_LOGOUT_REDIRECT_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = False  # allauth's pages do both
ACCOUNT_ADAPTER = "cityofdesign.signin.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
ACCOUNT_PREVENT_ENUMERATION = True
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
# By address and by name; kept in the cache, so several processes count together.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,3/m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("PROXIES", default=0)
ACCOUNT_FORMS = {"login": "cityofdesign.signin.forms.SignInForm"}
USERSESSIONS_ADAPTER = "cityofdesign.signin.adapter.SessionsAdapter"
MFA_ADAPTER = "cityofdesign.signin.adapter.FactorAdapter"
MFA_FORMS = {
    "login_webauthn": "cityofdesign.signin.forms.SignInByKeyForm",
    "authenticate_webauthn": "cityofdesign.signin.forms.AnswerByKeyForm",
    "reauthenticate_webauthn": "cityofdesign.signin.forms.ConfirmByKeyForm",
    "add_webauthn": "cityofdesign.signin.forms.AddKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Chongqing City of Design"
MFA_TOTP_TOLERANCE = 1  # a clock that is half a minute off is a normal day

# Approvers and whoever manages accounts must have a second factor, and show it before a grave step.
SECOND_FACTOR = env.flag("SECOND_FACTOR", default=False)
CONFIRMED_VIEWS = {"rounds:approve", "rounds:publish", "rounds:publish-at"}
# How many days the record of sign-ins keeps IP addresses and browsers.
SIGN_IN_ADDRESS_DAYS = env.number("SIGN_IN_ADDRESS_DAYS", default=180)

REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "cityofdesign.caching.patient.PatientRedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "cityofdesign.caching.patient.PatientFileCache", "LOCATION": VAR_DIR / "cache"},
    # Whole pages (cityofdesign/caching). Without Redis each process keeps its own: what is still good, the
    # database says.
    "pages": {"BACKEND": "cityofdesign.caching.patient.PatientRedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}
# For how many seconds a proxy may give out a page without asking (X-Accel-Expires); 0: it always asks.
PROXY_SECONDS = env.number("PROXY_SECONDS", default=0)
# Addresses of the nginx that are told what changed, such as http://127.0.0.1, and the token they know us by.
WAGTAILFRONTENDCACHE = {
    address: {
        "BACKEND": "cityofdesign.caching.proxies.NginxBackend",
        "LOCATION": address,
        "TOKEN": env.text("PURGE_TOKEN"),
    }
    for address in env.listed("PURGE_PROXIES")
}

# Wagtail's own jobs run inline; ours wait for the worker (`manage.py db_worker --backend jobs`).
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

# What `manage.py scheduler` runs, and how many seconds lie between two runs.
SCHEDULED_JOBS = {
    "cityofdesign.jobs.beat": 30,
    "cityofdesign.jobs.publish_pages": 30,
    "centres.publishing.publish_due": 30,
    "centres.reminders.remind": 24 * 60 * 60,
    "centres.dumps.dump": 60,
    "cityofdesign.jobs.prune": 24 * 60 * 60,
}

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = WAGTAIL_I18N_ENABLED = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# A page sent to translation begins as a draft, also where its original is public.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
TIME_ZONE = "Asia/Shanghai"
WAGTAIL_USER_TIME_ZONES = ["Asia/Shanghai", "UTC"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = files.media_url()
MEDIA_ROOT = VAR_DIR / "media"
# Pictures are served by the application where no web server stands before it.
SERVE_MEDIA = env.flag("SERVE_MEDIA", default=False)
STORAGES = {
    **files.storages(VAR_DIR),
    "staticfiles": {"BACKEND": "cityofdesign.staticfiles.HashedStaticFilesStorage"},
}

WAGTAIL_SITE_NAME = "Chongqing City of Design"
WAGTAILADMIN_BASE_URL = BASE_URL
# A change after submission voids what was approved, and what was approved is what goes online.
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "cityofdesign.editing.finish.finish"
WAGTAILIMAGES_IMAGE_MODEL = "cityofdesign.CreditedImage"
WAGTAILDOCS_DOCUMENT_MODEL = "cityofdesign.CreditedDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES = []  # files are saved, not opened under the name of this site
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "pdf", "pptx", "xlsx", "zip"]
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "cityofdesign.search.backend"},
}
# No call leaves the machine from the admin.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False

EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10  # a mail server that is away holds no page up for longer
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "webmaster@localhost")

FORMS_URLFIELD_ASSUME_HTTPS = True  # Django 6's default, taken early
FILE_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
    "microphone=(), midi=(), payment=(), usb=(), publickey-credentials-get=(self)"
)
# Where pictures lie elsewhere, in a bucket that is ours.
PICTURES = [SELF] if MEDIA_URL.startswith("/") else [SELF, MEDIA_URL]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [*PICTURES, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    },
}
# Wagtail's editor writes style elements; no script stands in a page there either (README, "Signing in").
ADMIN_CONTENT_SECURITY_POLICY = CONTENT_SECURITY_POLICY["DIRECTIVES"] | {
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [*PICTURES, "data:", "blob:"],
    "frame-src": [SELF],
    "media-src": [SELF],
}

# Requests per client and time, such as 600/m; empty for no limit.
API_RATE = env.text("API_RATE")
# How many proxies stand before the application: whose X-Forwarded-For the limit believes.
NINJA_NUM_PROXIES = env.number("PROXIES", default=0)

# The page that publishing a round creates (the register itself knows no page types).
CENTRES_ANNOUNCER = "events.announcements.announce"

# Functions of what else happens at a set time, for the report of it: they take the reader and return a list
# of cityofdesign.editing.lines.Line. A path that leads nowhere is passed over.
SCHEDULES = ["events.awards.scheduled.scheduled"]

# How many days before the end of a year staff are reminded of the reviews that fall due in it.
REVIEW_REMINDER_DAYS = env.number("REVIEW_REMINDER_DAYS", default=90)

# How many days after the answer it is forgotten who sent an objection or reported an error.
MESSAGE_SENDER_DAYS = env.number("MESSAGE_SENDER_DAYS", default=365)

# How many copies of the whole register are kept, one for each edition and day.
DUMPS_KEPT = max(1, env.number("DUMPS_KEPT", default=7))

# Prometheus reads /metrics with this token; empty: nothing is counted.
METRICS_TOKEN = env.text("METRICS_TOKEN")
METRICS_DIR = VAR_DIR / "metrics"
if METRICS_TOKEN:
    METRICS_DIR.mkdir(exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(METRICS_DIR)  # read when prometheus_client is imported

# Faults are reported there; empty: nowhere.
SENTRY_DSN = env.text("SENTRY_DSN")

LOG_LEVEL = env.text("LOG_LEVEL", "WARNING")


def is_fault_of_ours(record) -> bool:
    """Whether a log record tells of anything but an answer 4xx, which Django warns of."""
    return not 400 <= getattr(record, "status_code", 0) < 500


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{levelname} {name}: {message}", "style": "{"},
        "json": {"()": "cityofdesign.logs.JSONFormatter"},
    },
    "filters": {"faults": {"()": "django.utils.log.CallbackFilter", "callback": is_fault_of_ours}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env.one_of("LOG_FORMAT", ("plain", "json")),
            "level": LOG_LEVEL,
            "filters": [] if LOG_LEVEL in {"DEBUG", "INFO"} else ["faults"],
        }
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
