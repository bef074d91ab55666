"""Which reference lists there are. The application hands in who knows them; the engine only asks by name."""

from collections.abc import Callable

from forms.lists.model import ReferenceList

Provider = Callable[[str], ReferenceList]


class UnknownList(KeyError):
    """No reference list has this name."""


_given: dict[str, tuple[frozenset[str], Provider]] = {}


def provide(names: frozenset[str], provider: Provider) -> None:
    """Say which lists there are and who has them; the application does so once, when it starts."""
    _given["lists"] = (names, provider)


def names() -> frozenset[str]:
    """Return the names of the lists."""
    return _given["lists"][0] if _given else frozenset()


def reference_list(name: str) -> ReferenceList:
    """Return a list. Raises UnknownList."""
    if name not in names():
        raise UnknownList(name)
    return _given["lists"][1](name)
