"""The ASGI entrance: HTTP through Django, WebSocket through Channels, one poller beside them."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
http = get_asgi_application()

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402
from django.conf import settings  # noqa: E402

from config.body_limit import with_body_limit  # noqa: E402
from notifications.asgi import with_poller  # noqa: E402
from notifications.routing import websocket_urlpatterns  # noqa: E402

application = with_poller(
    ProtocolTypeRouter(
        {
            "http": with_body_limit(http, settings.MOTCUA_MAX_REQUEST_MEGABYTES * 1_000_000),
            "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns))),
        }
    )
)
