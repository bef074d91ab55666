"""Door of the use cases on packages."""

from procedures.services.publish import Published, publish

__all__ = ["Published", "publish"]
