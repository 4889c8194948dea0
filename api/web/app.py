"""The application: wiring, in reading order."""

from anyio import CapacityLimiter
from starlette.types import ASGIApp

from api import __version__
from api.definitions.load import load
from api.publish.in_force import in_force
from api.publish.opening import open_store
from api.resources.actual import Actual
from api.settings import Settings, now
from api.web import errors, health, metrics, pages, portal, rest
from api.web import evidence as evidence_routes
from api.web.asked_before import AskedBefore
from api.web.cors import Cors
from api.web.description import Described
from api.web.kept_answers import KeptAnswers
from api.web.kept_downloads import KeptDownloads
from api.web.limiting import Limits
from api.web.long_urls import LongUrls
from api.web.observing import Observing, log_to_standard_error
from api.web.patience import Draining
from api.web.publication import Publication, evidence, sources
from api.web.responses import Sending
from api.web.slashes import Slashes
from api.web.warming import warming


def create_app(settings: Settings | None = None) -> ASGIApp:
    """Load the definitions, open the store and build the routes; nothing is built at import."""
    settings = settings or Settings()
    found = in_force(load(settings.project), settings.database_url, now)
    definitions = found.definitions
    shipped = settings.project if settings.shipped else None
    store = open_store(definitions, settings.database_url, now, ship_from=shipped)
    answers = KeptAnswers()
    published = Publication(
        actual=Actual(definitions.registry, store),
        store=store,
        asked_before=AskedBefore(store, answers),
        sending=Sending(
            bulk=CapacityLimiter(settings.downloads),
            answers=answers,
            downloads=KeptDownloads(settings.kept_folder, settings.kept_bytes),
            seconds=settings.request_seconds,
        ),
        limits=Limits(settings),
        settings=settings,
        broken=found.broken,
        sources=sources(definitions),
        evidence=evidence(definitions, store, settings),
    )
    app = Described(
        title="ILMS Viet Nam",
        version=__version__,
        redirect_slashes=False,
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=warming,
    )
    app.state.publication = published
    for routes in (rest, health, metrics, portal, evidence_routes, pages):
        app.router.routes.extend(routes.router.routes)
    errors.install(app)
    log_to_standard_error(settings.log_level)
    return Cors(Observing(Draining(Slashes(LongUrls(app, app)), settings.stall_seconds)))
