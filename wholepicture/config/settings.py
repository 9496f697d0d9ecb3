"""Settings: one file; what differs between deployments comes from environment variables that fail loudly."""

import logging
import os
import secrets
from pathlib import Path

from wholepicture.lib.postgres import environment

BASE = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("WHOLEPICTURE_VAR", BASE / "var"))


def _flag(name: str, *, default: bool) -> bool:
    """Read yes or no; anything else is an error that names the variable."""
    value = os.environ.get(name, "yes" if default else "no")
    if value not in ("yes", "no"):
        raise SystemExit(f"{name} is {value!r}: write yes or no.")
    return value == "yes"


def _secret() -> str:
    """The signing key: WHOLEPICTURE_SECRET_KEY, or for a machine of one's own a random one kept in var/."""
    if "WHOLEPICTURE_SECRET_KEY" in os.environ:
        return os.environ["WHOLEPICTURE_SECRET_KEY"]
    file = VAR / "secret_key"
    if not file.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_urlsafe(50))
    return file.read_text()


SECRET_KEY = _secret()
DEBUG = False
SECURE = _flag("WHOLEPICTURE_HTTPS", default=False)
ALLOWED_HOSTS = os.environ.get("WHOLEPICTURE_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

# Which of the database's roles this process has: owner, web, worker or auditor.
ROLE = os.environ.get("WHOLEPICTURE_ROLE", "owner")
URLS = environment.resolve(os.environ, VAR / "postgres")
# A new connection for every page would cost more than what most pages ask; one that was ended meanwhile is replaced.
KEPT_OPEN = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DATABASES = {"default": environment.to_django(getattr(URLS, ROLE)) | KEPT_OPEN}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "wholepicture.registers.audit",
    "wholepicture.registers.changes",
    "wholepicture.registers.agencies",
    "wholepicture.registers.accounts",
    "wholepicture.registers.people",
    "wholepicture.registers.access",
    "wholepicture.registers.protocol",
    "wholepicture.registers.chronology",
    "wholepicture.pathway.notifications",
    "wholepicture.pathway.incidents",
    "wholepicture.pathway.linkage",
    "wholepicture.pathway.families",
    "wholepicture.pathway.findings",
    "wholepicture.pathway.duties",
    "wholepicture.pathway.triage",
    "wholepicture.pathway.oversight",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wholepicture.interfaces.web.access.AccessMiddleware",
    "wholepicture.interfaces.web.errors.NoProtocolMiddleware",
]

ROOT_URLCONF = "wholepicture.config.urls"
WSGI_APPLICATION = "wholepicture.config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "/sign-in"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE / "wholepicture" / "interfaces" / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "wholepicture.interfaces.web.components.environment.environment"},
    }
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE / "wholepicture" / "interfaces" / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# The one inline script is the fixed line of the design system that marks that JavaScript is on.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'", "'sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw='"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "wholepicture.interfaces.web.errors.forgery"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 14}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

EMAIL_HOST = os.environ.get("WHOLEPICTURE_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("WHOLEPICTURE_SMTP_PORT", "8025"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("WHOLEPICTURE_SMTP_FROM", "no-reply@wholepicture.example")
PUBLIC_ADDRESS = os.environ.get("WHOLEPICTURE_ADDRESS", "http://127.0.0.1:8000")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
IS_DEMONSTRATION = _flag("WHOLEPICTURE_DEMONSTRATION", default=False)
CODE_VERSION = os.environ.get("WHOLEPICTURE_VERSION", "0.1.0")
LOGGING_CONFIG = None
# A refusal, or a form filled in wrongly, is no fault of ours: the audit has it, and in a console it reads like a crash.
logging.getLogger("django.request").setLevel(logging.ERROR)
