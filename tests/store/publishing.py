"""A process that publishes and dies on the way: `python -m tests.store.publishing STEP URL ...`.

For each step it forks a child that publishes into the store at the URL and kills itself (SIGKILL)
when it has made that many calls; step 0 publishes to the end and prints how many that takes.
"""

import os
import signal
import sys
from datetime import timedelta

from api.store.store import Store
from tests.store.conftest import START, Clock, cube, draft

BASE = {(f"S{number:03}", "JPN", "2019"): "1" for number in range(60)}
NEXT = {(key[0], "JPN", year): "2" for key in BASE for year in ("2019", "2020")}
PENDING = {(key[0], "KOR", "2031"): "3" for key in BASE}


def open_store(url, days):
    """The store as of some days after the start."""
    clock = Clock()
    clock.now += timedelta(days=days)
    return Store(url, cube(), clock)


class Steps:
    """Counts calls of the store and of what it is made of; dies at one of them."""

    def __init__(self, last):
        self.count, self._last = 0, last

    def __call__(self, frame, event, _argument):
        if event in ("call", "c_call") and _counts(frame.f_code.co_filename):
            self.count += 1
            if self.count == self._last:
                os.kill(os.getpid(), signal.SIGKILL)


def _counts(file):
    return "/api/store/" in file or "/sqlalchemy/engine/" in file or "/psycopg/" in file


def publish(url, last):
    """Publish the next release; return the number of calls it took."""
    store = open_store(url, 1)
    steps = Steps(last)
    sys.setprofile(steps)
    store.release(draft(NEXT), START + timedelta(days=1))
    sys.setprofile(None)
    store.close()
    return steps.count


def main(arguments):
    for step, url in zip(arguments[::2], arguments[1::2], strict=True):
        child = os.fork()
        if child == 0:
            count = publish(url, int(step))
            sys.stdout.write(f"{count}\n")
            sys.stdout.flush()
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(sys.argv[1:])
