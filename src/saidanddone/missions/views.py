"""The admin's page about missions: the council's own pledges, and the frameworks it uses."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from tortoise.expressions import Q
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from saidanddone import clock, web
from saidanddone.missions import keeping
from saidanddone.missions.models import Framework, Mission
from saidanddone.people.doors import open_to
from saidanddone.people.rights import Right

DAY = "Write the day like this: 2027-04-01."


class PledgesForm(web.Form):
    name = StringField(validators=[InputRequired("Give your pledges a name."), Length(max=120)])
    pledges = StringField(validators=[InputRequired("Write your pledges, one to a line.")])
    ends = StringField()

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if self.ends.data and web.typed_day(self.ends.data) is None:
            self.refuse("ends", DAY)
        if len(self.missions) > keeping.MISSIONS_AT_MOST:
            self.refuse("pledges", f"Keep it to {keeping.MISSIONS_AT_MOST} pledges.")
        if any(len(label) > keeping.LABEL_AT_MOST for label, _ in self.missions):
            self.refuse(
                "pledges",
                f"Keep each label to {keeping.LABEL_AT_MOST} letters. More may follow after a colon.",
            )
        return not self.problems

    @property
    def missions(self) -> list[tuple[str, str]]:
        """Each line as (label, text): what comes before its first colon, and what comes after."""
        lines = (line.strip() for line in (self.pledges.data or "").splitlines())
        parted = (line.partition(":") for line in lines if line)
        return [(label.strip(), text.strip()) for label, _, text in parted if label.strip()]


class LastDayForm(web.Form):
    last_day = StringField()

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if self.day is None:
            self.refuse("last_day", DAY)
        return not self.problems

    @property
    def day(self) -> date | None:
        return web.typed_day(self.last_day.data)


class LabelForm(web.Form):
    label = StringField(
        validators=[
            InputRequired("Give it a short label."),
            web.shorter_than(keeping.LABEL_AT_MOST),
        ]
    )
    text = StringField(
        validators=[web.shorter_than(keeping.TEXT_AT_MOST)],
        default="",
    )


@open_to(Right.RUN_COUNCIL)
async def index(request: Request) -> Response:
    return await _index(request)


@open_to(Right.RUN_COUNCIL)
async def add(request: Request) -> Response:
    council, form = request.scope["council"], await web.read(request, PledgesForm)
    if form.problems:
        return await _index(request, "add", form, status=422)
    ends = web.typed_day(form.ends.data)
    await keeping.add_framework(
        council, by=request.user, name=form.name.data or "", missions=form.missions, ends=ends
    )
    return _back(request, "Your pledges are in. Workers can pick them from now on.")


@open_to(Right.RUN_COUNCIL)
async def relabel(request: Request) -> Response:
    council = request.scope["council"]
    mission = await Mission.filter(framework__council_id=council.id).get_or_none(id=request.path_params["m"])
    if mission is None:
        raise HTTPException(404)
    form = await web.read(request, LabelForm)
    if form.problems:
        return await _index(request, f"label-{mission.id}", form, status=422)
    label, text = form.label.data or "", form.text.data or ""
    await keeping.relabel(mission, by=request.user, council=council, label=label, text=text)
    return _back(request, "The pledge has its new words.")


@open_to(Right.RUN_COUNCIL)
async def retire(request: Request) -> Response:
    framework, form = await _asked_for(request), await web.read(request, LastDayForm)
    if form.problems or form.day is None:
        return await _index(request, f"retire-{framework.id}", form, status=422)
    await keeping.retire(framework, by=request.user, council=request.scope["council"], last_day=form.day)
    return _back(request, "Its last day is set. You can bring it back. What carries its missions keeps them.")


@open_to(Right.RUN_COUNCIL)
async def bring_back(request: Request) -> Response:
    framework = await _asked_for(request)
    await keeping.bring_back(framework, by=request.user, council=request.scope["council"])
    return _back(request, "It is in use again.")


@open_to(Right.RUN_COUNCIL)
async def check_wording(request: Request) -> Response:
    framework = await _asked_for(request)
    await keeping.check_wording(framework, by=request.user, council=request.scope["council"])
    return _back(request, "Thank you. Your council’s pages say that its wording was checked today.")


async def _asked_for(request: Request) -> Framework:
    here = Framework.filter(Q(council_id=None) | Q(council_id=request.scope["council"].id))
    framework = await here.get_or_none(id=request.path_params["id"])
    if framework is None:
        raise HTTPException(404)
    return framework


async def _index(request: Request, act: str = "", form: Any = None, *, status: int = 200) -> Response:
    facts: dict[str, Any] = {
        "kept": await keeping.kept_by(request.scope["council"]),
        "act": act,
        "form": form,
        "problems": form.problems if form else {},
        "today": clock.today(),
    }
    return web.page(request, "missions/keep.html", here="settings", status=status, **facts)


def _back(request: Request, notice: str) -> Response:
    return web.back_to(request, "missions:keep", notice=notice)
