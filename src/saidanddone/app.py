"""The site on one page: its routes, its middleware, its answers when something goes wrong, its lifespan."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from saidanddone import clock, database, logs, web
from saidanddone.appraisal import decision_views as decisions
from saidanddone.appraisal import score_views as scores
from saidanddone.appraisal import views as appraisal
from saidanddone.councils import views as councils
from saidanddone.demo import views as demo
from saidanddone.front import (
    board,
    concerns,
    guides,
    history,
    home,
    journey,
    me,
    missions,
    programme,
    queue,
    together,
)
from saidanddone.front import settings as front_settings
from saidanddone.front import views as front
from saidanddone.guards import HostCheck, OriginCheck, SmallBodies, StrictHeaders, strict_headers, too_long
from saidanddone.ideas import awaiting, returning, undeciding
from saidanddone.ideas import entry_views as entries
from saidanddone.ideas import recording_views as recordings
from saidanddone.ideas import views as ideas
from saidanddone.ideas.recordings import delete_due
from saidanddone.keeping import KeepVisitorsPages
from saidanddone.limiting import Limits
from saidanddone.mine import keeping_views, leaving, leaving_views, retaining
from saidanddone.mine import views as mine
from saidanddone.missions import views as keeping_missions
from saidanddone.moderation import comment_views as comments
from saidanddone.moderation import reason_views as reasons
from saidanddone.moderation import rota_views, words_views
from saidanddone.moderation import views as moderation
from saidanddone.notices import carriers, sending
from saidanddone.paths import STATIC
from saidanddone.people import (
    card_views,
    challenges,
    code_views,
    codes,
    contact_views,
    contacts,
    correcting_views,
    join_views,
    meeting_views,
    people_views,
)
from saidanddone.people import device_views as devices
from saidanddone.people import invitation_views as invitations
from saidanddone.people import passkey_views as passkeys
from saidanddone.people import second_step_views as second_step
from saidanddone.people import views as people
from saidanddone.people.doors import EVERYONE, View, open_to
from saidanddone.people.providers import settings_views as sign_in_settings
from saidanddone.people.providers import views as provider
from saidanddone.people.providers import walking
from saidanddone.people.providers.reading import Reading
from saidanddone.people.sessions import Sessions
from saidanddone.plan import action_views as actions
from saidanddone.plan import answering, help_views, outside_views, reminding, verdict_views
from saidanddone.plan import views as plan
from saidanddone.practice import views as practice
from saidanddone.rounds import paper_views as paper
from saidanddone.rounds import planning_views as round_plans
from saidanddone.rounds import running
from saidanddone.rounds import views as rounds
from saidanddone.rules import Refused
from saidanddone.settings import Settings

log = logging.getLogger("saidanddone")

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
DUE_WORK = (
    running.open_due,
    running.close_due,
    returning.return_due,
    undeciding.tell_due,
    awaiting.remind_deciders,
    answering.count_due,
    delete_due,
    reminding.remind_owners,
    leaving.leave_due,
    retaining.retain_due,
    codes.delete_due,
    contacts.delete_due,
    challenges.delete_due,
    walking.delete_due,
)


class Number(IntegerConvertor):
    """A number in an address: nine digits at most, which a column of every database holds."""

    regex = "[0-9]{1,9}"


register_url_convertor("number", Number())


def get(path: str, view: View, name: str) -> Route:
    return Route(path, view, methods=["GET"], name=name)


def post(path: str, view: View, name: str) -> Route:
    return Route(path, view, methods=["POST"], name=name)


def routes(settings: Settings) -> list[BaseRoute]:
    """Every address of the site."""
    council, idea, round_ = (
        "/{council}",
        "/{council}/ideas/{number:number}",
        "/{council}/rounds/{number:number}",
    )
    checked, action = "/{council}/moderation/ideas/{number:number}", "/{council}/plan/actions/{number:number}"
    help_ = action + "/help/{h:number}"
    read = "/{council}/moderation/comments/{id:number}"
    return [
        # Only files travel compressed: the length of a compressed page can give away what is secret in it.
        Mount("/static", GZipMiddleware(StaticFiles(directory=STATIC)), name="static"),
        get("/favicon.ico", favicon, "favicon"),
        get("/healthz", healthz, "healthz"),
        get("/readyz", readyz, "readyz"),
        *(demo_routes() if settings.demo else []),
        get("/", front.councils, "front:councils"),
        get("/practice", practice.index, "practice:index"),
        get("/programme", programme.figures, "front:programme"),
        get("/programme/sign-in/{token}", people.sign_in_link, "people:programme_link"),
        post("/programme/sign-in/{token}", people.use_sign_in_link, "people:use_programme_link"),
        post("/programme/sign-out", people.sign_out, "people:programme_sign_out"),
        get(council, home.home, "front:home"),
        get(council + "/missions", missions.index, "front:missions"),
        get(council + "/missions/{framework}/{code}", missions.show, "front:mission"),
        get(council + "/together", together.together, "front:together"),
        get(council + "/me", me.show, "front:me"),
        get(council + "/me/data", mine.data, "mine:data"),
        get(council + "/me/data.json", mine.data_file, "mine:data_file"),
        get(council + "/me/nickname", correcting_views.form, "people:correct"),
        post(council + "/me/nickname", correcting_views.rename, "people:rename"),
        get(council + "/me/leaving", leaving_views.leaving, "mine:leaving"),
        post(council + "/me/leaving", leaving_views.leave, "mine:leave"),
        post(council + "/me/leaving/withdrawal", leaving_views.stay, "mine:stay"),
        get(council + "/me/record", me.to_print, "front:record"),
        get(council + "/me/record.txt", me.as_text, "front:record_text"),
        get(council + "/me/record.csv", me.as_table, "front:record_table"),
        post(council + "/me/omissions", me.omit, "front:leave_out"),
        post(council + "/me/omissions/undo", me.undo_omission, "front:put_back"),
        *device_routes(council + "/me"),
        get(council + "/help", front.help_now, "front:help"),
        get(council + "/who-sees", front.who_sees, "front:who_sees"),
        get(council + "/how", guides.how, "front:how"),
        get(council + "/how/{guide}", guides.show, "front:guide"),
        get(council + "/sign-in", people.sign_in, "people:sign_in"),
        get(council + "/sign-in/provider", provider.set_out, "people:provider"),
        get(council + "/sign-in/provider/callback", provider.come_back, "people:provider_back"),
        post(council + "/sign-in", code_views.ask, "people:ask_code"),
        get(council + "/sign-in/code", code_views.sign_in_code, "people:sign_in_code"),
        post(council + "/sign-in/code", code_views.use_code, "people:use_code"),
        post(council + "/sign-in/passkeys", passkeys.come_in, "people:use_passkey"),
        post(council + "/sign-in/passkeys/challenges", passkeys.ask_who, "people:ask_passkey"),
        get(council + "/sign-in/{token}", people.sign_in_link, "people:sign_in_link"),
        post(council + "/sign-in/{token}", people.use_sign_in_link, "people:use_sign_in_link"),
        post(council + "/sign-out", people.sign_out, "people:sign_out"),
        get(council + "/leave", people.leave, "people:leave"),
        get(council + "/second-step", second_step.show, "people:second_step"),
        get(council + "/join", join_views.code, "people:code"),
        post(council + "/join", join_views.type_code, "people:type_code"),
        get(council + "/join/{code}", join_views.join, "people:join"),
        post(council + "/join/{code}", join_views.come_in, "people:come_in"),
        get(council + "/card/{code}", card_views.opened, "people:card"),
        post(council + "/card/{code}", card_views.come_in, "people:use_card"),
        *coming_back_routes(council),
        get(council + "/invitations", invitations.index, "people:invitations"),
        post(council + "/invitations", invitations.create, "people:invite"),
        post(council + "/invitations/{id:number}/withdrawal", invitations.revoke, "people:revoke"),
        *settings_routes(council + "/settings"),
        get(council + "/ideas", board.board, "ideas:board"),
        post(council + "/ideas", board.propose, "ideas:propose"),
        get(council + "/ideas/new", board.new, "ideas:new"),
        get(council + "/ideas/similar", board.similar, "ideas:similar"),
        get(idea, journey.show, "ideas:show"),
        post(idea + "/support", ideas.support, "ideas:support"),
        post(idea + "/support/withdrawal", ideas.withdraw_support, "ideas:withdraw_support"),
        post(idea + "/comments", ideas.comment, "ideas:comment"),
        post(idea + "/comments/{id:number}/withdrawal", ideas.withdraw_comment, "ideas:withdraw_comment"),
        post(idea + "/withdrawal", ideas.withdraw, "ideas:withdraw"),
        post(idea + "/name-removal", ideas.remove_name, "ideas:remove_name"),
        post(idea + "/quote/withdrawal", ideas.withdraw_quote, "ideas:withdraw_quote"),
        get(idea + "/wordings", ideas.wordings, "ideas:wordings"),
        post(idea + "/wordings", ideas.reword, "ideas:reword"),
        get(council + "/recordings/new", recordings.new, "ideas:recorder"),
        post(council + "/recordings", recordings.say, "ideas:say"),
        get(idea + "/recording", recordings.sound, "ideas:recording"),
        post(idea + "/recording", recordings.say_again, "ideas:say_again"),
        post(idea + "/agreement", recordings.agree, "ideas:agree"),
        post(idea + "/agreement/refusal", recordings.ask_again, "ideas:ask_again"),
        post(idea + "/appeal", ideas.appeal, "ideas:appeal"),
        get(idea + "/decision", decisions.form, "ideas:decision"),
        post(idea + "/decision", decisions.decide, "ideas:decide"),
        post(idea + "/decision/preview", decisions.preview, "ideas:decision_preview"),
        post(idea + "/decision/undo", decisions.take_back, "ideas:undecide"),
        get(idea + "/ways", appraisal.show, "appraisal:show"),
        post(idea + "/ways", appraisal.write, "appraisal:write"),
        get(idea + "/ways/new", appraisal.new, "appraisal:new"),
        get(idea + "/ways/weights", appraisal.weights, "appraisal:weights"),
        post(idea + "/ways/weights", appraisal.agree, "appraisal:agree"),
        post(idea + "/ways/opening", appraisal.open_scoring, "appraisal:open"),
        get(idea + "/ways/scores", scores.form, "appraisal:score_form"),
        post(idea + "/ways/scores", scores.score, "appraisal:score"),
        get(idea + "/ways/confidence", scores.sure_form, "appraisal:sure_form"),
        post(idea + "/ways/confidence", scores.be_sure, "appraisal:be_sure"),
        post(idea + "/ways/closing", appraisal.close_scoring, "appraisal:close"),
        post(idea + "/ways/reasons/{id:number}/publication", appraisal.publish, "appraisal:publish_reason"),
        post(idea + "/ways/reasons/{id:number}/refusal", appraisal.refuse, "appraisal:refuse_reason"),
        post(idea + "/ways/reasons/{id:number}/hold", reasons.hold, "moderation:hold_reason"),
        get(council + "/moderation", queue.queue, "moderation:queue"),
        get(council + "/moderation/ideas/new", entries.new, "ideas:entry"),
        post(council + "/moderation/ideas", entries.create, "ideas:enter"),
        post(checked + "/publication", moderation.publish, "moderation:publish"),
        post(checked + "/wordings", moderation.mend, "moderation:mend"),
        post(checked + "/publication/undo", moderation.take_back, "moderation:unpublish"),
        post(checked + "/transcript", moderation.write_down, "moderation:write_down"),
        post(checked + "/return", moderation.send_back, "moderation:send_back"),
        post(checked + "/return/undo", moderation.take_back, "moderation:unreturn"),
        post(checked + "/refusal", moderation.decline, "moderation:decline"),
        post(checked + "/appeal-decision", moderation.hear_appeal, "moderation:hear_appeal"),
        post(checked + "/shortlisting", moderation.shortlist, "moderation:shortlist"),
        post(checked + "/shortlisting/undo", moderation.put_back, "moderation:put_back"),
        post(checked + "/merger", moderation.merge, "moderation:merge"),
        post(checked + "/merger/undo", moderation.unmerge, "moderation:unmerge"),
        post(checked + "/hold", moderation.hold, "moderation:hold"),
        post(checked + "/release", moderation.release, "moderation:release"),
        get(council + "/concerns", concerns.concerns, "moderation:concerns"),
        get(council + "/concerns/closed", concerns.closed, "moderation:closed_concerns"),
        post(council + "/concerns/{id:number}/acknowledgement", concerns.seen, "moderation:see_worry"),
        post(council + "/concerns/{id:number}/name", concerns.look, "moderation:look_behind"),
        post(council + "/concerns/{id:number}/closing", concerns.close, "moderation:close_worry"),
        post(read + "/publication", comments.publish, "moderation:publish_comment"),
        post(read + "/refusal", comments.refuse, "moderation:refuse_comment"),
        post(read + "/hold", comments.hold, "moderation:hold_comment"),
        post(read + "/release", comments.release, "moderation:release_comment"),
        post(
            council + "/moderation/verdicts/{id:number}/publication",
            verdict_views.publish,
            "plan:publish_words",
        ),
        post(council + "/moderation/verdicts/{id:number}/refusal", verdict_views.refuse, "plan:refuse_words"),
        post(council + "/moderation/verdicts/{id:number}/hold", verdict_views.hold, "plan:hold_words"),
        post(
            council + "/moderation/verdicts/{id:number}/release", verdict_views.release, "plan:release_words"
        ),
        get(council + "/rounds", rounds.index, "rounds:index"),
        post(council + "/rounds", round_plans.create, "rounds:create"),
        get(council + "/rounds/new", round_plans.new, "rounds:new"),
        get(round_, rounds.show, "rounds:show"),
        get(round_ + "/correction", round_plans.correction, "rounds:correction"),
        post(round_ + "/correction", round_plans.correct, "rounds:correct"),
        post(round_ + "/cancellation", round_plans.cancel, "rounds:cancel"),
        post(round_ + "/opening", rounds.open_now, "rounds:open"),
        post(round_ + "/closing", rounds.close_now, "rounds:close"),
        post(round_ + "/votes", rounds.vote, "rounds:vote"),
        get(round_ + "/paper", paper.show, "rounds:paper"),
        post(round_ + "/paper", paper.count, "rounds:count_paper"),
        post(round_ + "/paper/withdrawal", paper.take_back, "rounds:take_back_paper"),
        get(round_ + "/paper/ballot", paper.ballot, "rounds:paper_ballot"),
        get(round_ + "/paper/slips", paper.sheets, "rounds:slips"),
        post(round_ + "/paper/slips", paper.make, "rounds:make_slips"),
        post(round_ + "/paper/slips/printing", paper.print_slips, "rounds:print_slips"),
        get(round_ + "/results", rounds.results, "rounds:results"),
        get(round_ + "/results.json", rounds.results_json, "rounds:results_json"),
        get(round_ + "/sealed", rounds.sealed, "rounds:sealed"),
        get(council + "/plan", plan.plan, "plan:plan"),
        get(council + "/plan/actions/new", actions.new, "plan:new_action"),
        post(council + "/plan/actions", actions.create, "plan:create_action"),
        get(action, actions.show, "plan:action"),
        post(action + "/updates", actions.update, "plan:update"),
        post(action + "/updates/{id:number}/withdrawal", actions.take_back, "plan:take_back"),
        post(action + "/milestones", actions.add_milestone, "plan:add_milestone"),
        post(
            action + "/milestones/{m:number}/completion",
            actions.complete_milestone,
            "plan:complete_milestone",
        ),
        post(action + "/completion", actions.complete, "plan:complete"),
        post(action + "/fit", actions.check_fit, "plan:check_fit"),
        post(action + "/verdicts", verdict_views.answer, "plan:answer"),
        post(action + "/owner-links", outside_views.make_link, "plan:make_owner_link"),
        post(action + "/owner-links/{id:number}/ending", outside_views.end_link, "plan:end_owner_link"),
        post(action + "/owner-words/{id:number}/publication", outside_views.accept, "plan:accept_words"),
        post(action + "/owner-words/{id:number}/refusal", outside_views.leave_out, "plan:leave_out_words"),
        get(council + "/owner/{token}", outside_views.show, "plan:owner"),
        post(council + "/owner/{token}", outside_views.say, "plan:say_as_owner"),
        post(action + "/help", help_views.ask, "plan:ask_for_help"),
        get(help_, help_views.show, "plan:help"),
        post(help_ + "/changes", help_views.change, "plan:change_help"),
        post(help_ + "/closing", help_views.close, "plan:close_help"),
        post(help_ + "/closing/undo", help_views.open_again, "plan:open_help_again"),
        post(help_ + "/cancellation", help_views.call_off, "plan:call_off_help"),
        post(help_ + "/offers", help_views.offer, "plan:offer_help"),
        post(help_ + "/offers/withdrawal", help_views.withdraw_offer, "plan:withdraw_offer"),
        post(help_ + "/attendance", help_views.attendance, "plan:say_who_took_part"),
        get(council + "/help-wanted", help_views.index, "plan:help_wanted"),
        get(council + "/desk", plan.desk, "plan:desk"),
    ]


def coming_back_routes(council: str) -> list[BaseRoute]:
    """What young people keep so that they can come back, and what a worker does for them face to face."""
    contact, card, one = council + "/me/contact", council + "/me/card", council + "/young-people/{id:number}"
    return [
        get(contact, contact_views.show, "people:contact"),
        post(contact, contact_views.give, "people:give_contact"),
        get(contact + "/code", contact_views.code, "people:contact_code"),
        post(contact + "/code", contact_views.confirm, "people:confirm_contact"),
        post(contact + "/{id:number}/removal", contact_views.take_away, "people:take_contact_away"),
        get(card, card_views.mine, "people:my_card"),
        post(card, card_views.make, "people:make_card"),
        post(card + "/ending", card_views.end, "people:end_card"),
        get(council + "/young-people", meeting_views.index, "people:young_people"),
        post(one + "/meeting", meeting_views.meet, "people:meet"),
        post(one + "/meeting/undo", meeting_views.unmeet, "people:unmeet"),
        post(one + "/card", meeting_views.new_card, "people:card_for"),
    ]


def device_routes(at: str) -> list[BaseRoute]:
    """Where I am signed in, and my passkeys."""
    device, passkey = at + "/devices/{id:number}", at + "/passkeys/{id:number}"
    return [
        get(at + "/devices", devices.devices, "people:devices"),
        post(at + "/devices/sign-out", devices.sign_out_others, "people:sign_out_others"),
        post(at + "/devices/recognition", devices.was_me, "people:was_me"),
        post(device + "/sign-out", devices.sign_out, "people:sign_out_device"),
        post(at + "/passkeys", passkeys.add, "people:add_passkey"),
        post(at + "/passkeys/challenges", passkeys.ask_for_new, "people:ask_new_passkey"),
        post(passkey + "/name", passkeys.rename, "people:rename_passkey"),
        post(passkey + "/removal", passkeys.remove, "people:remove_passkey"),
    ]


def settings_routes(at: str) -> list[BaseRoute]:
    """The council admin's rooms."""
    one, framework = at + "/people/{id:number}", at + "/missions/{id:number}"
    return [
        get(at, front_settings.index, "front:settings"),
        get(at + "/history", history.index, "front:history"),
        get(at + "/retention", keeping_views.index, "mine:retention"),
        post(at + "/retention", keeping_views.change, "mine:change_retention"),
        get(at + "/people", people_views.index, "people:index"),
        get(one, people_views.show, "people:person"),
        post(one + "/job-title", people_views.correct_title, "people:correct_title"),
        get(one + "/leaving", leaving_views.asked, "mine:asked"),
        post(one + "/leaving", leaving_views.take_away, "mine:take_away"),
        post(one + "/roles", people_views.give_role, "people:give_role"),
        post(one + "/roles/ending", people_views.end_role, "people:end_role"),
        post(one + "/sign-out", people_views.sign_out, "people:sign_out_person"),
        post(one + "/suspension", people_views.suspend, "people:suspend"),
        post(one + "/suspension/undo", people_views.let_back, "people:let_back"),
        get(at + "/sign-in", sign_in_settings.index, "people:sign_in_settings"),
        post(at + "/sign-in/provider", sign_in_settings.change, "people:set_provider"),
        post(at + "/sign-in/provider/trial", sign_in_settings.try_it, "people:try_provider"),
        post(at + "/sign-in/provider/ending", sign_in_settings.turn_off, "people:turn_provider_off"),
        post(at + "/sign-in/groups", sign_in_settings.add_group, "people:add_group"),
        post(
            at + "/sign-in/groups/{id:number}/ending",
            sign_in_settings.take_group_out,
            "people:take_group_out",
        ),
        post(at + "/sign-in/steps", sign_in_settings.set_second_step, "people:set_second_step"),
        get(at + "/council", councils.settings, "councils:settings"),
        post(at + "/council", councils.change_settings, "councils:change_settings"),
        get(at + "/reading", councils.reading_days, "councils:reading"),
        post(at + "/reading", councils.set_weekdays, "councils:set_weekdays"),
        post(at + "/reading/away", councils.add_days_away, "councils:add_days_away"),
        post(at + "/reading/away/{id:number}/undo", councils.take_back, "councils:take_back_days"),
        get(at + "/missions", keeping_missions.index, "missions:keep"),
        post(at + "/missions", keeping_missions.add, "missions:add"),
        post(at + "/missions/labels/{m:number}", keeping_missions.relabel, "missions:relabel"),
        post(framework + "/retirement", keeping_missions.retire, "missions:retire"),
        post(framework + "/retirement/undo", keeping_missions.bring_back, "missions:bring_back"),
        post(framework + "/wording-check", keeping_missions.check_wording, "missions:check_wording"),
        get(at + "/rota", rota_views.index, "moderation:rota"),
        post(at + "/rota", rota_views.set_week, "moderation:set_rota"),
        post(at + "/rota/away", rota_views.go_away, "moderation:go_away"),
        post(at + "/rota/away/{id:number}/undo", rota_views.be_back, "moderation:be_back"),
        get(at + "/words", words_views.index, "moderation:words"),
        post(at + "/words", words_views.say_it, "moderation:say_words"),
        post(at + "/words/undo", words_views.put_back, "moderation:put_words_back"),
    ]


def demo_routes() -> list[BaseRoute]:
    """Addresses that exist only in the demo."""
    return [
        get("/demo", demo.index, "demo:index"),
        post("/demo/sign-in", demo.sign_in, "demo:sign_in"),
        post("/demo/clock", demo.move_clock, "demo:clock"),
        get("/demo/letters", demo.letters, "demo:letters"),
        get("/design", demo.design, "demo:design"),
    ]


@open_to(EVERYONE)
async def healthz(request: Request) -> Response:
    """The process answers."""
    return PlainTextResponse("ok")


@open_to(EVERYONE)
async def readyz(request: Request) -> Response:
    """The database answers too."""
    try:
        await database.rows("SELECT 1 AS one")
    except Exception as error:
        logs.crash(log, error, "not ready")
        return PlainTextResponse("the database does not answer", status_code=503)
    return PlainTextResponse("ready")


@open_to(EVERYONE)
async def favicon(request: Request) -> Response:
    return RedirectResponse(web.static("img/favicon.svg"), status_code=301)


async def not_as_asked(request: Request, error: Exception) -> Response:
    """Addresses that are not there, or not for this person: the same page for both."""
    assert isinstance(error, HTTPException)
    path = request.url.path
    if error.status_code == 404 and request.method == "GET" and path.endswith("/") and path.strip("/"):
        return RedirectResponse("/" + quote(path.strip("/")), status_code=307)
    if error.status_code == 413:
        return too_long(request)
    if error.status_code != 404:
        response = web.problem(
            request, error.status_code, "That did not work", "Go back and try it another way."
        )
        response.headers.update(error.headers or {})
        return response
    return web.problem(
        request, 404, "That page is not here", "It may have moved, or it may not be for you to see."
    )


async def refused(request: Request, error: Exception) -> Response:
    """A refused move says why and what can be done."""
    assert isinstance(error, Refused)
    title = "That is not yours to do" if error.status == 403 else "That can’t be done now"
    return web.problem(request, error.status, title, str(error))


async def hung_up(request: Request, error: Exception) -> Response:
    """Nobody is there any more to be answered: it is no crash."""
    return Response(status_code=400)


async def crashed(request: Request, error: Exception) -> Response:
    """A kind page with the request's id; the log has the same id beside what happened.

    It is sent from outside the middleware, so it puts on itself what that would put on.
    """
    reference = request.scope["request_id"]
    logs.crash(log, error, "crash", route=getattr(request.scope.get("route"), "path", "-"))
    error.told = True  # type: ignore[attr-defined]  # the server need not tell it again
    words = "Something broke on our side. Nothing you sent was half kept. Try again in a minute."
    answer = web.problem(request, 500, "Something broke", words, reference=reference)
    answer.headers.update(strict_headers(request.app.state.settings) | {"Cache-Control": "no-store"})
    answer.headers["X-Request-Id"] = reference
    return answer


def build(settings: Settings) -> Starlette:
    """The site, ready to be served."""
    clock.live_in(settings.timezone)
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
        exception_handlers={
            HTTPException: not_as_asked,
            Refused: refused,
            ClientDisconnect: hung_up,
            Exception: crashed,
        },
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # Starlette would redirect to whatever Host was sent
    app.state.settings = settings
    app.state.due_work = (*DUE_WORK, sending.send_due)
    app.state.limits = Limits(settings)
    app.state.providers = Reading(settings)
    web.teach(app.router)
    return app


@contextlib.asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """The database is connected and due work runs for as long as the site is up."""
    settings: Settings = app.state.settings
    async with database.connected(settings.database_url):
        if settings.demo:
            await demo.wind_clock()
        runner = None
        if settings.due_every:
            runner = asyncio.create_task(clock.keep_running(DUE_WORK, settings.due_every))
        sending.carried_by(carriers.carriers(settings))
        try:
            # Letters go out beside other due work: a mail server that hangs must not keep a vote open.
            async with sending.posted(settings.due_every):
                yield
        finally:
            if runner:
                runner.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await runner
