"""A PostgreSQL database on several hosts: one primary that writes, copies of it that are read.

The URL names them all (`?host=a:5432&host=b:5432`), in any order; which is which, libpq finds out
on connecting, so nothing changes here when a copy is made the primary.
"""

from collections.abc import Callable

from sqlalchemy import URL, Engine

#: Seconds to wait for a host before the next one is tried, unless the URL says otherwise.
_PATIENCE = "3"


def engines(url: URL, make: Callable[[URL], Engine]) -> tuple[Engine, Engine]:
    """What reads and what writes; one and the same for a database on one host."""
    if not _are_several(url):
        one = make(url)
        return one, one
    return make(_reading(url)), make(_writing(url))


def _are_several(url: URL) -> bool:
    """Whether a URL names more than one host, in either of the forms it may be written in."""
    named = url.query.get("host", ())
    hosts = named.split(",") if isinstance(named, str) else named
    return len(hosts) > 1


def _reading(url: URL) -> URL:
    """The same database for reading: copies before the primary, unless the URL says otherwise."""
    asked = {"target_session_attrs": "prefer-standby", "connect_timeout": _PATIENCE}
    return url.update_query_dict({**asked, **url.query})


def _writing(url: URL) -> URL:
    """The same database for writing: the primary."""
    asked = {"connect_timeout": _PATIENCE, **url.query, "target_session_attrs": "read-write"}
    return url.update_query_dict(asked)
