"""Only in the demo: look around as someone, and move the date."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from wtforms import Field, StringField
from wtforms.validators import Regexp, ValidationError

from saidanddone import clock, spelling, web
from saidanddone.councils.models import Council
from saidanddone.demo import moving
from saidanddone.demo.cast import CAST, person_of
from saidanddone.notices.letters import Letter
from saidanddone.people import sessions
from saidanddone.people.doors import EVERYONE, open_to
from saidanddone.people.models import Person, Proof
from saidanddone.people.rights import Right
from saidanddone.people.views import local_path

MOST_DAYS = 3660
DAYS_SENTENCE = f"Say how many days to go on: a whole number from 1 to {MOST_DAYS}."
STARTS = (
    (Right.CHECK_IDEAS, "moderation:queue"),
    (Right.UPDATE_ACTIONS, "plan:desk"),
    (Right.SAFEGUARD, "moderation:concerns"),
)


class PersonForm(web.Form):
    person = StringField()
    next = StringField()


class ClockForm(web.Form):
    days = StringField(validators=[Regexp(r"^[0-9]{1,4}$", message=DAYS_SENTENCE)])

    def validate_days(self, field: Field) -> None:
        if field.data.isdigit() and not 1 <= int(field.data) <= MOST_DAYS:
            raise ValidationError(DAYS_SENTENCE)


@open_to(EVERYONE)
async def index(request: Request) -> Response:
    return await _index(request, after=local_path(request.query_params.get("next")))


@open_to(EVERYONE)
async def sign_in(request: Request) -> Response:
    """Step into somebody's shoes, on “my own phone”."""
    form = await web.read(request, PersonForm)
    after = local_path(form.next.data)
    person = await person_of(form.person.data or "")
    if person is None:
        return await _index(request, status=422, after=after, nobody="Pick one of these people.")
    answer = web.go(request, after or await _start_of(request, person))
    return await sessions.sign_in(request, answer, person, proof=Proof.DEMO)


@open_to(EVERYONE)
async def move_clock(request: Request) -> Response:
    """Go on some days, and do what came due."""
    form = await web.read(request, ClockForm)
    if form.problems:
        return await _index(request, status=422, problems=form.problems, typed=form.days.data or "")
    await moving.move(int(form.days.data or ""), request.app.state.due_work)
    return web.back_to(request, "demo:index", notice=f"It is {spelling.day(clock.now())} now.")


@open_to(EVERYONE)
async def letters(request: Request) -> Response:
    """What would have been sent: the demo has no mail server."""
    waiting = (
        await Letter.filter(sent_at=None, ended_at=None, ends_at__gt=clock.real_now())
        .order_by("-id")
        .limit(20)
    )
    return web.page(request, "demo/letters.html", letters=waiting)


@open_to(EVERYONE)
async def design(request: Request) -> Response:
    return web.page(request, "design.html")


async def wind_clock() -> None:
    """After a restart the demo's clock goes on from where it was."""
    await moving.wind()


async def _index(request: Request, *, status: int = 200, **facts: Any) -> Response:
    here = {"after": "", "nobody": "", "problems": {}, "typed": "", **facts}
    councils = await Council.all().order_by("id")
    return web.page(
        request,
        "demo/index.html",
        status=status,
        cast=CAST,
        councils=councils,
        days=moving.days_ahead(),
        most_days=MOST_DAYS,
        **here,
    )


async def _start_of(request: Request, person: Person) -> str:
    """Where somebody's work begins: the queue, the desk, the worries; for all others home."""
    council = await Council.get_or_none(id=person.council_id) if person.council_id else None
    if council is None:
        return str(request.app.url_path_for("programme:home"))
    name = next((page for right, page in STARTS if person.can(right)), "front:home")
    return str(request.app.url_path_for(name, council=council.slug))
