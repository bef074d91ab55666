"""The door: tell people, wake open pages, mark as read."""

from notifications.services.notifying import notify
from notifications.services.reading import mark_all_read, mark_read, mark_read_about
from notifications.services.waking import wake
from notifications.sockets import close_person as close_sockets

__all__ = ["close_sockets", "mark_all_read", "mark_read", "mark_read_about", "notify", "wake"]
