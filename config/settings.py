"""All settings, each from the environment (see .env.example) with a default that suits one small machine."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path
from zoneinfo import available_timezones

import environ
from django.conf.locale import LANG_INFO

from config.keys import read_or_make_key
from config.ports import last_port

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")

HOME = Path(env.str("MEDIAREJA_HOME", str(BASE_DIR / "var"))).resolve()
HOME.mkdir(parents=True, exist_ok=True)

# --- keys ------------------------------------------------------------------------------------------------------------
SECRET_KEY = env.str("SECRET_KEY", "") or read_or_make_key(HOME / "keys" / "secret_key")
CREDENTIALS_KEYS = env.list("CREDENTIALS_KEYS", default=[]) or [read_or_make_key(HOME / "keys" / "credentials_key")]
"""Fernet keys, newest first: the first encrypts, all decrypt."""

# --- addresses -------------------------------------------------------------------------------------------------------
HOST = env.str("HOST", "127.0.0.1")
PORT = env.int("PORT", last_port(HOME))
SITE_URL = env.str("SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
SANDBOX_PORT = env.int("SANDBOX_PORT", PORT + 1)
SANDBOX_URL = env.str("SANDBOX_URL", f"http://127.0.0.1:{SANDBOX_PORT}").rstrip("/")
SANDBOX_MAIL_PORT = env.int("SANDBOX_MAIL_PORT", SANDBOX_PORT + 1)
SANDBOX_MAIL_URL = env.str("SANDBOX_MAIL_URL", f"smtp://127.0.0.1:{SANDBOX_MAIL_PORT}")
TELEGRAM_API_BASE = env.str("TELEGRAM_API_BASE", "https://api.telegram.org").rstrip("/")
TELEGRAM_PREVIEW_BASE = env.str("TELEGRAM_PREVIEW_BASE", "https://t.me").rstrip("/")
GRAPH_API_BASE = env.str("GRAPH_API_BASE", "https://graph.facebook.com").rstrip("/")
GRAPH_API_VERSION = env.str("GRAPH_API_VERSION", "v26.0")

DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])
BEHIND_TLS_PROXY = env.bool("BEHIND_TLS_PROXY", False)
if BEHIND_TLS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

# --- the house -------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "config",
    "desk",
    "reports",
    "scheduler",
    "publishers",
    "website",
    "content",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtailmedia",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # its words for "a minute ago"
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]
MIDDLEWARE = [
    "config.head_requests.HeadWithoutBodyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
X_FRAME_OPTIONS = "SAMEORIGIN"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ]
        },
    }
]

# --- database: SQLite in the home folder, or what DATABASE_URL names -------------------------------------------------
DATABASE_URL = env.str("DATABASE_URL", "")
if DATABASE_URL:
    DATABASES = {"default": env.db_url("DATABASE_URL")}
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"].setdefault(
        "CONN_HEALTH_CHECKS", True
    )  # a server that was restarted fails nobody's first question
else:
    DATABASES = {
        "default": {
            "ENGINE": "config.sqlite",
            "NAME": HOME / "mediareja.sqlite3",
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: a lost "it is out" mark after a power cut would mean a second post
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
            "TEST": {"NAME": env.str("TEST_DATABASE", "") or HOME / "test.sqlite3"},
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Celery: the broker carries hints only ---------------------------------------------------------------------------
CELERY_BROKER_URL = env.str("REDIS_URL", "wake://localhost/")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False
"""A message is done with when a worker takes it. Were it kept until the end, Redis would hand it out once more after
its visibility time-out; the lease would refuse it, and brings back what a lost worker left much sooner."""
CELERY_TASK_DEFAULT_QUEUE = "mediareja"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
"""What a worker took and did not begin waits with it, and for its lease when it is lost: the least there is."""
CELERY_DB_REUSE_MAX = 1_000_000_000
"""How many tasks share a thread's connection to the database. Celery's own way, a new one for every task, costs more
than all our questions together; CONN_MAX_AGE ends a connection here as in the web server (config/celery.py)."""
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # for ever: a broker that was away for an hour finds its workers again
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # a broker that went away without a word (a cut cable) is noticed, where the default waits without end
    "socket_connect_timeout": 5,
    "socket_timeout": 15,
    "socket_keepalive": True,
    "health_check_interval": 10,
}
CELERY_BEAT_SCHEDULER = "scheduler.beat:MediaPlanScheduler"
CELERY_TIMEZONE = "UTC"
WORKER_CONCURRENCY = env.int("WORKER_CONCURRENCY", 8)

# --- publishing ------------------------------------------------------------------------------------------------------
PUBLISHERS = env.list(
    "PUBLISHERS",
    default=[
        "publishers.adapters.website.WebsitePublisher",
        "publishers.adapters.telegram.TelegramPublisher",
        "publishers.adapters.facebook.FacebookPagePublisher",
        "publishers.adapters.instagram.InstagramPublisher",
        "publishers.adapters.wordpress.WordPressPublisher",
        "publishers.adapters.webhook.WebhookPublisher",
        "publishers.adapters.by_hand.BillboardPublisher",
        "publishers.adapters.by_hand.TelevisionPublisher",
        "publishers.adapters.by_hand.RadioPublisher",
        "publishers.adapters.by_hand.ByHandPublisher",
        "publishers.adapters.newspaper.NewspaperPublisher",
    ],
)
PROOF_BYTES = env.int("PROOF_MEGABYTES", 20) * 1_000_000
"""The largest scan or photograph that is taken as a proof."""
WEBHOOK_NETWORKS = env.list("WEBHOOK_NETWORKS", default=[])
BROWSER = env.str("BROWSER", "")
"""Draws pages of posts that went out: a program's name or path; empty: the first known one on PATH; none: nobody."""
ARTICLE_ADDRESS = "website.addresses.article_url"
CALL_TIME_LIMIT = timedelta(seconds=env.int("CALL_SECONDS", 60))
LEASE = timedelta(seconds=env.int("LEASE_SECONDS", 120))
if CALL_TIME_LIMIT + timedelta(seconds=5) > LEASE:
    raise environ.ImproperlyConfigured("LEASE_SECONDS must be at least five seconds longer than CALL_SECONDS")
SETTLE = timedelta(seconds=env.int("SETTLE_SECONDS", 0)) or None
"""How long after a lost answer to look at the platform; None: as each adapter knows its own."""
VISITS_EVERY = timedelta(seconds=env.float("VISITS_SECONDS", 5.0))
"""How often each web process writes down the visits of articles it saw; 0: visits are not counted."""
BEAT_MAX_WAIT = timedelta(seconds=env.float("BEAT_MAX_WAIT_SECONDS", 1.0))
PREPARE_DAYS = env.int("PREPARE_DAYS", 5)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
"""A year of daily dates on one screen has more fields than Django's thousand."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 8_000_000
"""Longer than any text that a form takes, so that the form itself can say what is too long."""

# --- people ----------------------------------------------------------------------------------------------------------
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LANGUAGE_CODE = "uz"
LANGUAGES = [("uz", "Oʻzbekcha"), ("uz-cyrl", "Ўзбекча"), ("ru", "Русский"), ("en", "English")]
LANG_INFO["uz-cyrl"] = {"bidi": False, "code": "uz-cyrl", "name": "Uzbek (Cyrillic)", "name_local": "Ўзбекча"}
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = "config.formats"
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "Asia/Tashkent")

# --- files -----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# --- Wagtail ---------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Mediareja"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILIMAGES_IMAGE_MODEL = "content.LibraryImage"
WAGTAILDOCS_DOCUMENT_MODEL = "content.LibraryDocument"
WAGTAILMEDIA = {
    "MEDIA_MODEL": "content.LibraryVideo",
    "MEDIA_FORM_BASE": "desk.videos.VideoForm",
    "VIDEO_EXTENSIONS": [],  # the form looks into the file, and says one thing about it
}
WAGTAILADMIN_USER_LOGIN_FORM = "desk.login.LoginForm"
WAGTAIL_FINISH_WORKFLOW_ACTION = "content.approval.finish"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_USER_TIME_ZONES = sorted(zone for zone in available_timezones() if zone.startswith(("Asia/", "Europe/")))
WAGTAIL_AUTOSAVE_INTERVAL = 5000
WAGTAIL_EDITING_SESSION_PING_INTERVAL = 30_000
WAGTAIL_AUTO_UPDATE_PREVIEW_INTERVAL = 1000
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILIMAGES_JPEG_QUALITY = 85
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}}

# --- mail: stored as rows, sent by a task (Wagtail mails inside its transactions) ------------------------------------
EMAIL_BACKEND = "desk.mail.StoredEmailBackend"
MAIL_URL = env.str("MAIL_URL", "")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "mediareja@localhost")

# --- seeing it -------------------------------------------------------------------------------------------------------
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
METRICS_PER_CHANNEL = env.bool("METRICS_PER_CHANNEL", True)
LOG_LEVEL = env.str("LOG_LEVEL", "INFO")
LOG_FORMAT = env.str("LOG_FORMAT", "text")
if LOG_FORMAT not in ("text", "json"):
    raise environ.ImproperlyConfigured("LOG_FORMAT must be text or json")
if LOG_FORMAT == "json":
    logging.captureWarnings(True)  # a library's warning would be a line that is no object
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"redact": {"()": "publishers.redaction.RedactingFilter"}},
    "formatters": {
        "text": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
        "json": {"()": "config.json_log.JsonFormatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["redact"]}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        # both print whole request lines, and Telegram's token is part of the address
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
        "celery": {"level": "WARNING"},
        "waitress": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        "sandbox": {"level": "WARNING"},
        "mail.log": {"level": "ERROR"},  # of the sandbox's letterbox
        "psycopg": {"level": "ERROR"},  # it warns of the error that it raises besides
    },
}
