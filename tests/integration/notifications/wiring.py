"""What the tests of notifications wire in: words of two kinds, a policy that knows three topics."""

from django.utils.functional import lazystr

TEXTS = {
    "dossier.received": (lazystr("Đã tiếp nhận %(code)s"), lazystr("%(procedure)s, hẹn trả %(due_at)s")),
    "bare": (lazystr("Có tin mới"), lazystr("")),
}


def may_listen(person, topic, at):
    """Answer in each of the ways a policy may."""
    if topic == "inbox":
        return ["inbox.tiep_nhan.3", "inbox.van_thu.3"]
    return topic == "dossier.mine"
