"""The only place that knows that everything exists. Every choice of a machine comes by environment.

DATABASE_URL           a PostgreSQL server of your own (16 or newer); without it the embedded one
THUPHI_MASTER_SECRET   64 or more hex digits; without it this machine's own, in its state folder
THUPHI_SITE            the address that providers and payers reach us at, https://thuphi.example.vn
THUPHI_CALLS_MAY_GO_TO host:port of terminals and simulators on this network, with commas
THUPHI_HOSTS           names the site answers to, with commas
THUPHI_DB_ROLE         thuphi_app (pages), thuphi_worker (jobs, gate) or empty (owner: migrations)
THUPHI_DB_POOL         1 for the process that serves pages
THUPHI_HTTPS           1 behind HTTPS: cookies and redirects become strict; the proxy that ends
                       HTTPS has to be named in THUPHI_GATE_TRUSTED_PROXIES, or its
                       X-Forwarded-For and X-Forwarded-Proto are taken for a stranger's
THUPHI_SANDBOX         1 where people may register our own channel for trying things out
THUPHI_DEBUG           1 only on a developer's machine
THUPHI_API_REQUESTS_A_MINUTE  how often one key of school software may ask (600)
THUPHI_WEBHOOKS_MAY_GO_TO     host:port with commas: webhooks may go there though it is private or
                              without https; for tests and for software in the same building
"""

from __future__ import annotations

import os
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from thuphi.ground.kit.seal import derive
from thuphi.ground.server.embedded import embedded_server
from thuphi.ground.server.folders import make_folder, master_secret, state_folder

PACKAGE = Path(__file__).resolve().parent.parent

MASTER_SECRET = master_secret()
SECRET_KEY = derive(MASTER_SECRET, "django").hex()
DEBUG = os.environ.get("THUPHI_DEBUG") == "1"
HTTPS = os.environ.get("THUPHI_HTTPS") == "1"
OFFERS_SANDBOX = os.environ.get("THUPHI_SANDBOX") == "1"
SITE_URL = os.environ.get("THUPHI_SITE", "http://127.0.0.1:8000")
CALLS_MAY_GO_TO = frozenset(filter(None, os.environ.get("THUPHI_CALLS_MAY_GO_TO", "").split(",")))
ALLOWED_HOSTS = os.environ.get("THUPHI_HOSTS", "127.0.0.1,localhost").split(",")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    # Before allauth, so that its pages wear our templates.
    "thuphi.doors.web.shared",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "thuphi.ground.events",
    "thuphi.ground.tries",
    "thuphi.ground.notices",
    "thuphi.registers.places",
    "thuphi.registers.agencies",
    "thuphi.registers.facilities",
    "thuphi.registers.fee_rules",
    "thuphi.registers.methods",
    "thuphi.registers.neighbours",
    "thuphi.registers.payers",
    "thuphi.registers.platforms",
    "thuphi.registers.staff",
    "thuphi.money.catalogue",
    "thuphi.money.ledger",
    "thuphi.money.statements",
    "thuphi.money.registrations",
    "thuphi.money.bills",
    "thuphi.money.credits",
    "thuphi.money.adjustments",
    "thuphi.money.payouts",
    "thuphi.money.meals",
    "thuphi.money.sheets",
    "thuphi.money.attempts",
    "thuphi.money.payments",
    "thuphi.money.refunds",
    "thuphi.money.tills",
    "thuphi.money.reconciliation",
    "thuphi.money.periods",
    "thuphi.money.reminders",
    "thuphi.money.closing",
    "thuphi.money.insurance",
    "thuphi.money.invoices",
    "thuphi.money.families",
    "thuphi.money.books",
    "thuphi.money.proofs",
    "thuphi.money.errands",
    "thuphi.oversight.plans",
    "thuphi.oversight.declarations",
    "thuphi.oversight.indicators",
    "thuphi.oversight.tasks",
    "thuphi.oversight.reports",
    "thuphi.doors.api",
    "thuphi.doors.web.pay",
    "thuphi.doors.web.desk",
    "thuphi.doors.web.office",
    "thuphi.doors.web.open",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "thuphi.doors.web.shared.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "thuphi.doors.web.shared.middleware.Guard",
]

ROOT_URLCONF = "thuphi.config.urls"
ASGI_APPLICATION = "thuphi.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    }
]

DATABASE_URL = os.environ.get("DATABASE_URL") or embedded_server().address()
POOLED = os.environ.get("THUPHI_DB_POOL") == "1"
DATABASE_ROLE = os.environ.get("THUPHI_DB_ROLE", "thuphi_app")


def database(address: str, role: str) -> dict[str, object]:
    """Django's settings of one database: a login, and the role it steps down to."""
    parts = conninfo_to_dict(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", ""),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            **({"options": f"-c role={role}"} if role else {}),
            # Under ASGI each request has a thread of its own; the pool keeps connections for all.
            **({"pool": {"min_size": 1, "max_size": 8}} if POOLED else {}),
        },
    }


DATABASES = {"default": database(DATABASE_URL, DATABASE_ROLE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home_of_staff"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "thuphi.doors.web.shared.sign_in.ClosedDoor"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Thu Phí"
SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "thuphi.doors.web.shared.views.csrf_failed"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "doors" / "web" / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = make_folder(Path(os.environ.get("THUPHI_STATIC", state_folder() / "static")), 0o755)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 3600

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
WORKBOOK_BYTES_MAX = 20_000_000
UPLOADS_AT = (
    "/ban-lam-viec/nhap-excel/",
    "/ban-lam-viec/tien-vao/danh-sach-cong/",
    "/ban-lam-viec/ke-khai/",
    "/van-phong/ke-khai/tep",
)
"""Below these addresses alone a request may be larger than a form (`doors/gate/bounds.py`)."""

API_REQUESTS_A_MINUTE = int(os.environ.get("THUPHI_API_REQUESTS_A_MINUTE", "600"))
WEBHOOKS_MAY_GO_TO = frozenset(
    filter(None, os.environ.get("THUPHI_WEBHOOKS_MAY_GO_TO", "").split(","))
)

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        # Whoever tries many names at sign-in must not push the counts of others out.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "thuphi.ground.kit.discreet.DiscreetFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
