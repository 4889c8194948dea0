"""Ten thousand URLs: from the grammar, beside it, and from nowhere."""

import json
from collections import Counter

import anyio
import pytest
from lxml import etree

from tests.asgi import Reply, ask
from tests.conformance.urls import urls

#: What a question can be answered with; anything else is a failure of the service.
_EXPECTED = {200, 400, 403, 404, 406, 422, 501}
_BATCHES = range(10)


@pytest.mark.parametrize("seed", _BATCHES)
def test_no_url_breaks_the_service(app, seed):
    statuses: Counter[int] = Counter()

    async def walk() -> None:
        for url in urls(seed, 1000):
            reply = await ask(app, url)
            assert reply.status in _EXPECTED, (url, reply)
            assert reply.headers["access-control-allow-origin"] == "*"
            assert "location" not in reply.headers
            if reply.status != 200:
                _is_an_error(url, reply)
            else:
                assert reply.body
            statuses[reply.status] += 1

    anyio.run(walk)
    # The walk is worth something only where part of it is answered.
    assert statuses[200] > 50
    assert statuses[400] > 50


def _is_an_error(url: str, reply: Reply) -> None:
    """An error message in one of the three families, with words in it."""
    kind = reply.headers["content-type"]
    assert b"Traceback" not in reply.body
    if kind == "application/xml":
        root = etree.fromstring(reply.body)
        assert etree.QName(root).localname == "Error", url
    elif kind == "application/json":
        assert json.loads(reply.body)["errors"][0]["detail"], url
    else:
        assert kind == "text/plain; charset=utf-8", (url, kind)
        assert reply.body.startswith(b"Error: "), url
