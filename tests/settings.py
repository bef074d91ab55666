"""Settings of the tests: the product's own, in a folder of their own, with a file database."""

import atexit
import os
import shutil
import tempfile

if "MOTCUA_DATA_DIR" not in os.environ:
    os.environ["MOTCUA_DATA_DIR"] = tempfile.mkdtemp(prefix="motcua-tests-")
    atexit.register(shutil.rmtree, os.environ["MOTCUA_DATA_DIR"], ignore_errors=True)
os.environ.setdefault("MOTCUA_DEMO", "1")

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
AUDIT_ACCESS_FLUSH_SECONDS = 0
FLOW_CALENDAR_SECONDS = 0
WHITENOISE_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["OPTIONS"].pop("pool", None)
else:  # tests kill processes, never the machine: what a process has written outlives it without waiting for the disk
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
