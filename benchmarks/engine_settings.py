"""Settings of the engine's benchmark: the product's own, with room for a stock flow to compare with.

viewflow imports flows from installed apps only, so this package is one here and nowhere else.
"""

import os
import tempfile

os.environ.setdefault("MOTCUA_DATA_DIR", tempfile.mkdtemp(prefix="motcua-bench-"))

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, INSTALLED_APPS  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks"]
FLOW_HANDLERS = {"benchmarks.Case": "benchmarks.engine_case.SilentCase"}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["OPTIONS"].pop("pool", None)
