"""Answers that count against the limits of a client, whichever address they have."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from api.web.limiting import Limits
from api.web.streamed import Finishing, discard


async def counted(
    request: Request, limits: Limits, answer: Callable[[], Awaitable[Response]]
) -> Response:
    """The answer, admitted first and counted once it was made; HEAD is free.

    Raises TooManyRequests, also where the last answer of a minute was made by another request in
    between: what was begun is ended then, its cursor with it.
    """
    if request.method == "HEAD":
        return await answer()
    leave = limits.admit(request)
    made: Response | None = None
    try:
        made = await answer()
        if made.status_code == 200:
            made.headers.update(limits.spend(request))
    except BaseException:
        leave()
        if made is not None:
            await discard(made)
        raise
    return Finishing(made, leave)
