"""Settings of Mộtcửa: embedded by default, distributed by environment variables alone.

The order of this file: where things live, applications, the way of a request, databases and
queues, sign-in, languages, files, wiring of handlers by dotted path. Environment variables are
read through config.environment only and are listed in docs/reference/environment.md.
"""

from datetime import timedelta
from pathlib import Path

from config import environment
from config.databases import database_settings
from config.logging import logging_settings
from config.secrets import secret_key

BASE_DIR = Path(__file__).resolve().parent.parent

# Where things live
MOTCUA_DATA_DIR = environment.folder("DATA_DIR", BASE_DIR / "var")
MOTCUA_KEYS_DIR = environment.folder("KEYS_DIR", MOTCUA_DATA_DIR / "keys")
MOTCUA_ANCHOR_DIR = environment.folder("ANCHOR_DIR", MOTCUA_DATA_DIR / "anchors")
MOTCUA_PROCEDURES_DIR = environment.folder("PROCEDURES_DIR", BASE_DIR / "procedures" / "library")
MOTCUA_LISTS_DIR = environment.folder("LISTS_DIR", MOTCUA_DATA_DIR / "lists")
MOTCUA_PUBLIC_URL = environment.text("PUBLIC_URL", "http://localhost:8000").rstrip("/")

DEBUG = environment.flag("DEBUG", default=False)
MOTCUA_DEMO = environment.flag("DEMO", default=False)
SECRET_KEY = secret_key(environment.text("SECRET_KEY"), MOTCUA_KEYS_DIR)
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "accounts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "viewflow",
    "viewflow.workflow",
    "guardian",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "channels",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "audit",
    "jobs",
    "operations",
    "workflows",
    "forms",
    "documents",
    "notifications",
    "registry",
    "procedures",
    "dossiers",
    "inspections",
    "portal",
    "desk",
    "tablet",
]

MIDDLEWARE = [
    "config.logging.RequestNumber",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.SignedOutTabletMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.face",
            ],
        },
    }
]

# Databases and queues
DATABASES = {
    "default": database_settings(environment.text("DATABASE_URL"), MOTCUA_DATA_DIR / "motcua.sqlite3")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = environment.text("REDIS_URL")
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL]},
    }
    if REDIS_URL
    else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# Sign-in
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "accounts.session_store"
SOCKET_CLOSER = "notifications.sockets.close_person"
CALENDAR_CHANGED = "dossiers.services.recompute_later"
MOTCUA_REQUIRE_SECOND_FACTOR = environment.flag("REQUIRE_SECOND_FACTOR", default=not MOTCUA_DEMO)
# Rights come from appointments at a moment, never from group membership: guardian's backend stays out.
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",
    "models.W040",  # SQLite has no covering indexes and makes plain ones of them
]
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "accounts.adapters.NationalIdentityAdapter"
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.signup_fields.SignupFields"
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "signup": "accounts.forms.SignUpForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "add_email": "accounts.forms.AddEmailForm",
}
SOCIALACCOUNT_FORMS = {"signup": "accounts.forms.NationalIdentitySignUpForm"}
MFA_FORMS = {
    "authenticate": "accounts.forms.AuthenticateForm",
    "reauthenticate": "accounts.forms.ReauthenticateCodeForm",
    "activate_totp": "accounts.forms.ActivateTOTPForm",
}
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
# axes alone limits passwords: two limiters overlap and answer erratically (our adapter skips allauth's count of
# them). "login_failed" stays, since allauth counts the codes of the second factor under it.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Mộtcửa"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "accounts.lock_out.name_of_attempt"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_VERBOSE = False
AXES_IPWARE_PROXY_COUNT = environment.number("PROXY_COUNT", 0) or None

# The national e-ID by OpenID Connect, present where its server is named
OIDC_SERVER_URL = environment.text("OIDC_SERVER_URL")
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": environment.text("OIDC_PROVIDER_ID", "national-eid"),
                    "name": environment.text("OIDC_NAME", "Định danh điện tử quốc gia"),
                    "client_id": environment.text("OIDC_CLIENT_ID"),
                    "secret": environment.text("OIDC_SECRET"),
                    "settings": {"server_url": OIDC_SERVER_URL},
                }
            ],
        }
    }
    if OIDC_SERVER_URL
    else {}
)
MOTCUA_OIDC_NATIONAL_ID_CLAIM = environment.text("OIDC_NATIONAL_ID_CLAIM", "national_id")
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_STORE_TOKENS = False

# Languages: Vietnamese is the source
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English"), ("km", "ខ្មែរ")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = MOTCUA_DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Only our own: viewflow alone brings 49 MB of files that no page here asks for.
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(MOTCUA_DATA_DIR / "files"), "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_048_576

MOTCUA_MAX_REQUEST_MEGABYTES = environment.number("MAX_REQUEST_MEGABYTES", 60)
PAPER_SIGNATURES = "documents.signing.papers.signatures_in"
MOTCUA_SCANNER = environment.text("SCANNER", "forms.attachments.scanners.nothing")
MOTCUA_CLAMD = environment.text("CLAMD", "/run/clamav/clamd.ctl")

# Logs: lines of JSON in service, plain lines at a terminal
LOGGING = logging_settings(
    as_json=environment.flag("JSON_LOGS", default=not MOTCUA_DEMO),
    level=environment.text("LOG_LEVEL", "WARNING" if MOTCUA_DEMO else "INFO"),
)

# Mail: a folder when embedded, SMTP when MOTCUA_EMAIL_HOST is given
EMAIL_HOST = environment.text("EMAIL_HOST")
EMAIL_PORT = environment.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = environment.text("EMAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_PASSWORD")
EMAIL_USE_TLS = environment.flag("EMAIL_TLS", default=bool(EMAIL_HOST))
EMAIL_FILE_PATH = MOTCUA_DATA_DIR / "mail"
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
DEFAULT_FROM_EMAIL = environment.text("EMAIL_FROM", "Mộtcửa <mot-cua@localhost>")

# Security
SECURE = environment.flag("SECURE", default=MOTCUA_PUBLIC_URL.startswith("https://"))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failed"
SOCKET_ADDRESS = MOTCUA_PUBLIC_URL.replace("http", "ws", 1)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "style-src-attr": ["'unsafe-inline'"],  # the BPMN drawing positions its shapes by style attributes
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'", SOCKET_ADDRESS],
        "frame-src": ["'self'"],
        "object-src": ["'none'"],
        "form-action": ["'self'", *([OIDC_SERVER_URL] if OIDC_SERVER_URL else [])],
        "base-uri": ["'none'"],
    }
}

# Wiring by dotted path: what runs what. Floors below never import floors above; they are handed them here.
FLOW_SOURCE = "procedures.selectors.flow_definition"
FLOW_HANDLERS = {
    "dossiers.Dossier": "dossiers.effects.DossierEffects",
    "inspections.Inspection": "inspections.effects.InspectionEffects",
    "inspections.Target": "inspections.effects.TargetEffects",
    "inspections.InspectionDecision": "inspections.effects.DecisionEffects",
}
DEMO_LOADERS = ["inspections.demo.load.load_inspections"]
CASE_KINDS = {
    "inspections.Inspection": "inspections.case_kinds.INSPECTIONS",
    "inspections.Target": "inspections.case_kinds.TARGETS",
    "inspections.InspectionDecision": "inspections.case_kinds.DECISIONS",
}
FLOW_BEGINNER = "dossiers.services.begin_with_message"
DOCUMENT_EVENTS = {
    "dossiers.Dossier": "dossiers.document_events.DocumentEvents",
    "inspections.Inspection": "inspections.document_events.OfInspection",
    "inspections.Target": "inspections.document_events.OfTarget",
    "inspections.InspectionDecision": "inspections.document_events.OfDecision",
    "inspections.Minutes": "inspections.minutes_events.OfMinutes",
}
OWN_DATA = {"inspections": "inspections.own_data.written_by"}
TOPIC_POLICY = "config.topics.may_listen"
DOSSIER_CODES = "dossiers.codes.DailyCounter"
OPTION_SOURCES = {
    "register_keepers": "dossiers.sources.register_keepers",
    "diploma_candidates": "dossiers.sources.diploma_candidates",
    "document_values": "dossiers.correction_sources.document_values",
    "licensed_majors": "dossiers.correction_sources.licensed_majors",
    "case_officers": "dossiers.officers.case_officers",
    "receiving_case_officers": "dossiers.officers.receiving_case_officers",
    "register_officers": "dossiers.officers.register_officers",
}
PREFILL_SOURCES = {
    "identity": "dossiers.prefill.identity",
    "earlier": "dossiers.prefill.earlier",
    "institution": "dossiers.register_prefill.institution",
    "diploma": "dossiers.register_prefill.diploma",
}
REGISTER_CHECKS = {
    "institution_name": "dossiers.register_checks.institution_name",
    "permanent_teacher": "dossiers.register_checks.permanent_teacher",
}
REFERENCE_LISTS = {
    "provinces": "forms.lists.sources.provinces",
    "communes": "forms.lists.sources.communes",
    "old_places": "forms.lists.sources.old_places",
    "majors": "forms.lists.sources.majors",
    "agencies": "dossiers.lists.agencies",
    "institutions": "dossiers.lists.institutions",
    "institutions_ever": "dossiers.lists.institutions_ever",
}
OPERATIONS = {
    "register_reception": "dossiers.operations.register_reception",
    "issue_document": "dossiers.operations.issue_document",
    "seal_document": "dossiers.operations.seal_document",
    "void_document": "dossiers.operations.void_document",
    "prepare_supplement": "dossiers.supplement_operations.prepare_supplement",
    "send_supplement": "dossiers.supplement_operations.send_supplement",
    "remind_supplement": "dossiers.supplement_operations.remind_supplement",
    "accept_supplement": "dossiers.supplement_operations.accept_supplement",
    "return_supplement": "dossiers.supplement_operations.return_supplement",
    "reopen_supplement": "dossiers.supplement_operations.reopen_supplement",
    "drop_supplement": "dossiers.supplement_operations.drop_supplement",
    "stop_dossier": "dossiers.supplement_operations.stop_dossier",
    "record_result": "dossiers.register_operations.record_result",
    "amend_register": "dossiers.register_operations.amend_register",
    "write_licence": "dossiers.register_operations.write_licence",
    "rename_institution": "dossiers.register_operations.rename_institution",
    "read_corrected": "dossiers.correction_operations.read_corrected",
    "change_standing": "dossiers.correction_operations.change_standing",
    "follow_register": "dossiers.correction_operations.follow_register",
    "issue_inspection_document": "inspections.document_operations.issue_inspection_document",
    "seal_inspection_document": "inspections.document_operations.seal_inspection_document",
    "void_inspection_document": "inspections.document_operations.void_inspection_document",
    "open_targets": "inspections.operations.open_targets",
    "await_targets": "inspections.operations.await_targets",
    "release_targets": "inspections.operations.release_targets",
    "finish_inspecting": "inspections.operations.finish_inspecting",
    "await_notice": "inspections.operations.await_notice",
    "hand_over": "inspections.operations.hand_over",
    "demand_remedies": "inspections.operations.demand_remedies",
    "await_remedies": "inspections.operations.await_remedies",
    "carry_out_decision": "inspections.operations.carry_out_decision",
    "export_data_group": "inspections.operations.export_data_group",
    "change_licence": "inspections.licence_operations.change_licence",
    "begin_inspection": "inspections.from_dossier.begin_inspection",
}
FLOW_MESSAGES: dict[str, str] = {}  # messages other systems send to flows or take from them: name → meaning
FLOW_MESSAGE_KEEP_DAYS = environment.number("MESSAGE_KEEP_DAYS", 30)
VIEWFLOW = {"AUTOREGISTER": False}
NOTIFICATION_TEXTS = "config.messages.TEXTS"
NOTIFICATION_AWAY_AFTER_SECONDS = 300

# Work behind the pages: queue → how many at once; PDF and signing each in a process of its own
JOB_WORKERS = {"fast": 2, "outside": 1, "pdf": 1, "sign": 1}
JOB_PROCESS_QUEUES = ("pdf", "sign")
JOB_LEASE_SECONDS = environment.number("JOB_LEASE_SECONDS", 15)
JOB_MAX_ATTEMPTS = 5
JOB_FIRST_BACK_OFF_SECONDS = environment.number("JOB_FIRST_BACK_OFF_SECONDS", 5)
JOB_RECORDER = "audit.services.record"
JOB_INCIDENT_OPENED = "dossiers.news.tell_administrators"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": list(JOB_WORKERS)}}
JOB_HANDLERS = {
    "workflows.call_operation": "workflows.jobs.call_operation",
    "workflows.deliver_message": "workflows.jobs.deliver_message",
    "workflows.bring_message": "workflows.jobs.bring_message",
    "workflows.message_expired": "workflows.jobs.message_expired",
    "workflows.fire_timer": "workflows.jobs.fire_timer",
    "notifications.email": "notifications.jobs.email",
    "dossiers.codes_exhausted": "dossiers.jobs.report_codes_exhausted",
    "dossiers.work_without_agency": "dossiers.jobs.report_work_without_agency",
    "dossiers.recompute_due_dates": "dossiers.jobs.recompute_due_dates",
    "inspections.follow_minutes": "inspections.jobs.follow_minutes",
    "dossiers.draw_paper": "dossiers.jobs.draw_paper",
    "dossiers.draw_answers": "dossiers.jobs.draw_answers",
    "dossiers.sign_paper": "dossiers.jobs.sign_paper",
    "documents.render": "documents.jobs.render",
    "documents.sign": "documents.jobs.sign",
}
PERIODIC = {
    "audit.seal": ("audit.jobs.seal", timedelta(seconds=1)),
    "audit.anchor": ("audit.jobs.anchor_head", timedelta(days=1)),
    "audit.prune_access": ("audit.jobs.prune_access_log", timedelta(days=1)),
    "jobs.prune": ("jobs.housekeeping.prune", timedelta(hours=1)),
    "notifications.prune": ("notifications.jobs.prune_wake_ups", timedelta(minutes=10)),
    "workflows.timers": ("workflows.jobs.tick", timedelta(seconds=1)),
    "workflows.messages": ("workflows.jobs.bring_messages", timedelta(seconds=1)),
    "workflows.sweep_messages": ("workflows.jobs.sweep_messages", timedelta(hours=1)),
    "documents.void_unsigned": ("documents.jobs.void_unsigned", timedelta(minutes=15)),
    "documents.forget_misses": ("documents.jobs.forget_misses", timedelta(hours=24)),
    "accounts.sweep_sessions": ("accounts.jobs.sweep_sessions", timedelta(hours=1)),
    "accounts.day_change": ("accounts.jobs.end_changed_sessions", timedelta(minutes=15)),
    "forms.sweep": ("forms.jobs.sweep", timedelta(hours=1)),
    "registry.sweep": ("registry.jobs.sweep", timedelta(hours=1)),
    "inspections.remind_of_remedies": ("inspections.jobs.remind_of_remedies", timedelta(hours=1)),
    "inspections.remind_of_last_days": ("inspections.jobs.remind_of_last_days", timedelta(hours=1)),
    "inspections.remind_of_complaints": ("inspections.jobs.remind_of_complaints", timedelta(hours=1)),
    "inspections.free_work": ("inspections.jobs.free_work", timedelta(minutes=5)),
    "dossiers.remind_of_complaints": ("dossiers.jobs.remind_of_complaints", timedelta(hours=1)),
    "dossiers.sweep_drawn": ("dossiers.jobs.sweep_drawn", timedelta(hours=1)),
    "dossiers.propose_extensions": ("dossiers.jobs.propose_extensions", timedelta(hours=1)),
    "dossiers.free_work": ("dossiers.jobs.free_work", timedelta(minutes=5)),
    "dossiers.remind_of_years": ("dossiers.jobs.remind_of_unannounced_years", timedelta(days=1)),
    "inspections.prune_sync": ("inspections.sync_jobs.prune", timedelta(hours=1)),
}
AUDIT_ANCHOR_SIGNER = "audit.anchors.SecretKeySigner"
AUDIT_ACCESS_FLUSH_SECONDS = 1
AUDIT_ACCESS_KEEP_DAYS = 730

DOCUMENTS_PKCS12_PASSPHRASE = environment.text("PKCS12_PASSPHRASE")
VERIFY_MISSES_AN_HOUR = environment.number("VERIFY_MISSES_AN_HOUR", 20)
