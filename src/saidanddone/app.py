"""The site put together: its routes, its middleware, its answers when something goes wrong, its lifespan."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.middleware import Middleware

from saidanddone import clock, database, logs, templating
from saidanddone.demo import views as demo
from saidanddone.due import ALARMS, DUE_WORK, DUE_WORK_AND_LETTERS
from saidanddone.guards import HostCheck, OriginCheck, SmallBodies, StrictHeaders
from saidanddone.keeping import KeepVisitorsPages
from saidanddone.limiting import Limits
from saidanddone.notices import carriers, letters, sending
from saidanddone.people import alarms, contacts
from saidanddone.people.providers.reading import Reading
from saidanddone.people.sessions import Sessions
from saidanddone.problems import HANDLERS
from saidanddone.routes import routes
from saidanddone.settings import Settings

# Pages on which every visitor reads the same: drawn once and kept for a moment.
SAME_FOR_VISITORS = frozenset(
    {
        "front:home",
        "front:mission",
        "front:missions",
        "front:together",
        "ideas:board",
        "ideas:show",
        "plan:action",
        "plan:plan",
        "rounds:index",
        "rounds:results",
        "rounds:show",
    }
)


def build(settings: Settings) -> Starlette:
    """The site, ready to be served."""
    clock.live_in(settings.timezone)
    letters.lead_to(settings.origin)
    app = Starlette(
        routes=routes(settings),
        middleware=[
            Middleware(logs.Requests, settings=settings),
            Middleware(HostCheck, settings=settings),
            Middleware(KeepVisitorsPages, names=SAME_FOR_VISITORS),
            Middleware(StrictHeaders, settings=settings),
            Middleware(OriginCheck, settings=settings),
            Middleware(SmallBodies),
            Middleware(Sessions, settings=settings),
        ],
        exception_handlers=HANDLERS,
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # Starlette would redirect to whatever Host was sent
    app.state.settings = settings
    app.state.due_work = DUE_WORK_AND_LETTERS
    app.state.limits = Limits(settings)
    app.state.providers = Reading(settings)
    templating.teach(app.router)
    return app


@contextlib.asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """The database is connected and due work runs for as long as the site is up."""
    settings: Settings = app.state.settings
    async with database.connected(settings.database_url):
        await contacts.hash_anew(settings.key_for("addresses"))
        if settings.demo:
            await demo.wind_clock()
        sending.carried_by(carriers.carriers(settings))
        every = settings.due_every
        # Letters go out beside other due work: a mail server that hangs must not keep a vote open.
        # Alarms are looked for beside it too, and when one is raised: they wait for nothing slow.
        async with clock.kept_up(DUE_WORK, every), sending.posted(every), alarms.watched(ALARMS, every):
            yield
