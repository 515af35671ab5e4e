"""Every setting, read from the environment and from ``.env`` beside manage.py.

Nothing but DATABASE_URL changes between a shop on SQLite and a chain on PostgreSQL.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("ENCORE_DEBUG", default=False)
IS_DEMO = env.bool("ENCORE_DEMO", default=False)
HAS_HTTPS = env.bool("ENCORE_HTTPS", default=not DEBUG)

SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. `python3 dev.py run` writes one into .env; on a server, "
        "put a line SECRET_KEY=<50 random characters> into .env or the environment."
    )

ALLOWED_HOSTS = env.list(
    "ENCORE_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = env.list("ENCORE_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
    "template_partials",
    "treebeard",
    "events",
    "staff",
    "training",
    "studio",
    "feedback",
    "plans",
    "outcomes",
    "dashboard",
    "api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "staff.middleware.PersonalSettingsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "staff.middleware.HtmxSignInMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "config.navigation.navigation",
                "api.context.orphaned_key_count",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data -----------------------------------------------------------------------

DATABASES = {
    "default": env.db_url(
        "DATABASE_URL",
        default=f"sqlite:///{quote(str(BASE_DIR / 'data' / 'encore.sqlite3'))}",
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a transaction that will write takes its turn at its start, so that
    # it waits (timeout, seconds) instead of failing half-way with "locked".
    CONNECTION = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY"
        ),
    }
else:
    CONNECTION = {
        "pool": {"min_size": 1, "max_size": env.int("ENCORE_DATABASE_POOL", default=6)}
    }
# What the URL itself asks for, such as ?sslmode=verify-full, stays.
DATABASES["default"].setdefault("OPTIONS", {}).update(CONNECTION)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Signing in -----------------------------------------------------------------

AUTH_USER_MODEL = "staff.Employee"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "staff.backends.EmployeeBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {
            "user_attributes": ["employee_number", "first_name", "last_name", "email"]
        },
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "staff:sign-in"
LOGIN_REDIRECT_URL = "dashboard:home"
LOGOUT_REDIRECT_URL = "staff:sign-in"

# Five wrong passwords for one person from one address close that door for a quarter
# of an hour; a colleague at the same till can still sign in.
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "staff.backends.account_name"
AXES_LOCKOUT_CALLABLE = "staff.views.sign_in.sign_in_locked"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "staff.backends.client_address"
# Whoever knows this key may set up an empty house; `python3 dev.py run` prints it.
SET_UP_KEY = env.str("ENCORE_SETUP_KEY", default="")
# How many people one file may change at one go, 0 for any number: on SQLite everybody
# who would save something waits while it is written, and nobody shall for two seconds.
PEOPLE_AT_ONCE = env.int(
    "ENCORE_PEOPLE_AT_ONCE",
    default=10_000 if DATABASES["default"]["ENGINE"].endswith("sqlite3") else 0,
)
# How many reverse proxies of ours stand before this server and write X-Forwarded-For.
PROXY_COUNT = env.int("ENCORE_PROXY_COUNT", default=0)

SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HAS_HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "encore_session"
CSRF_COOKIE_NAME = "encore_csrf"
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HAS_HTTPS
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HAS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HAS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "style-src": [SELF],
        # Numbers that the server writes into a style attribute (--n, --lo, --hi).
        "style-src-attr": [UNSAFE_INLINE],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Language, place and time ----------------------------------------------------

LANGUAGE_CODE = env.str("ENCORE_LANGUAGE", default="en")
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = env.str("ENCORE_TIME_ZONE", default="UTC")
USE_TZ = True

# Files -----------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "data" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# `make run` and every deployment collect: hashed names, compressed once.
WHITENOISE_USE_FINDERS = DEBUG
# Source maps of the API's pages are large, and nobody waits for them.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [
    *(
        "jpg",
        "jpeg",
        "png",
        "gif",
        "webp",
        "zip",
        "gz",
        "tgz",
        "bz2",
        "tbz",
        "xz",
        "br",
    ),
    *("swf", "flv", "woff", "woff2", "3gp", "3gpp", "asf", "avi", "m4v", "mov", "mp4"),
    *("mpeg", "mpg", "webm", "wmv", "map"),
]
if not DEBUG:
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {
            "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        },
    }
# Files on their way in, the panels of analyses, videos of modules; never served as they
# lie: a view looks first who asks. Several machines share
# this folder, or name another storage.
MEDIA_ROOT = env.str("ENCORE_FILES", default=str(BASE_DIR / "data" / "files"))
# What turns a customer's number, e-mail or card into a key nobody can turn back. Changing
# it makes every known customer a stranger.
CUSTOMER_SECRET = env.str("ENCORE_CUSTOMER_SECRET", default=SECRET_KEY)

# Who tells plans, which lie below it, what is known of modules.
MODULES_ARE_JUDGED_BY = "outcomes.telling.judged_modules"

DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# The machines' door ------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.authentication.KeyAuthentication",
        "api.authentication.PersonAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["api.permissions.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsers.JsonParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.errors.answer",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Encore API",
    "DESCRIPTION": "People, teams, modules and training progress, complete and "
    "incremental.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENFORCE_NON_BLANK_FIELDS": True,
    # Three things have a status.
    "ENUM_NAME_OVERRIDES": {
        "EnrolmentStatusEnum": "training.choices.EnrolmentStatus",
        "PlanStatusEnum": "plans.choices.PlanStatus",
        "RowStatusEnum": "api.choices.RowStatus",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("ENCORE_LOG", default="INFO")},
    # It tells of every password that was right; the wrong ones are warnings.
    "loggers": {"axes": {"level": "WARNING"}},
}
