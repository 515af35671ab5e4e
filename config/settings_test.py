"""The settings of the tests: those of the product, made quick and repeatable."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-0123456789-0123456789-0123456789")

# Before any test loads numpy: it then works on one thread, as everywhere.
import outcomes.engine  # noqa: E402, F401

from .settings import *  # noqa: E402, F403  (a settings module is a list of names)
from .settings import DATABASES  # noqa: E402

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
HAS_HTTPS = SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
IS_DEMO = False
SECURE_HSTS_SECONDS = 0
# A pool would keep connections open when the test's database is to be dropped.
DATABASES["default"]["OPTIONS"].pop("pool", None)
# One round instead of Argon2's deliberate slowness.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOGGING = {"version": 1, "disable_existing_loggers": False}
