"""Settings of the engine's benchmark: the product's own, with room for a stock flow to compare with.

viewflow imports flows from installed apps only, so this package is one here and nowhere else.
"""

from config.settings import *  # noqa: F403
from config.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks"]
FLOW_HANDLERS = {"benchmarks.Case": "benchmarks.engine_case.SilentCase"}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["OPTIONS"].pop("pool", None)
