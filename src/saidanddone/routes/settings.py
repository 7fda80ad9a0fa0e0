"""The council admin's rooms."""

from __future__ import annotations

from saidanddone.councils import views as councils
from saidanddone.front import history
from saidanddone.front import settings as front_settings
from saidanddone.mine import keeping_views, leaving_views
from saidanddone.missions import views as keeping_missions
from saidanddone.moderation import rota_views, words_views
from saidanddone.people import letting_in_views, people_views
from saidanddone.people.providers import settings_views as sign_in_settings
from saidanddone.routes.rows import get, post

PERSON = "/{council}/settings/people/{id:number}"
SIGN_IN = "/{council}/settings/sign-in"
FRAMEWORK = "/{council}/settings/missions/{id:number}"

ROUTES = [
    get("/{council}/settings", front_settings.index, "front:settings"),
    get("/{council}/settings/history", history.index, "front:history"),
    get("/{council}/settings/history/check", history.check, "front:history_check"),
    get("/{council}/settings/retention", keeping_views.index, "mine:retention"),
    post("/{council}/settings/retention", keeping_views.change, "mine:change_retention"),
    get("/{council}/settings/people", people_views.index, "people:index"),
    get(PERSON, people_views.show, "people:person"),
    post(PERSON + "/job-title", people_views.correct_title, "people:correct_title"),
    get(PERSON + "/leaving", leaving_views.asked, "mine:asked"),
    post(PERSON + "/leaving", leaving_views.take_away, "mine:take_away"),
    post(PERSON + "/roles", people_views.give_role, "people:give_role"),
    post(PERSON + "/roles/ending", people_views.end_role, "people:end_role"),
    post(PERSON + "/sign-out", people_views.sign_out, "people:sign_out_person"),
    post(PERSON + "/sign-in-link", letting_in_views.make_link, "people:let_in_again"),
    post(PERSON + "/suspension", people_views.suspend, "people:suspend"),
    post(PERSON + "/suspension/undo", people_views.let_back, "people:let_back"),
    get(SIGN_IN, sign_in_settings.index, "people:sign_in_settings"),
    post(SIGN_IN + "/provider", sign_in_settings.change, "people:set_provider"),
    post(SIGN_IN + "/provider/trial", sign_in_settings.try_it, "people:try_provider"),
    post(SIGN_IN + "/provider/ending", sign_in_settings.turn_off, "people:turn_provider_off"),
    post(SIGN_IN + "/groups", sign_in_settings.add_group, "people:add_group"),
    post(
        SIGN_IN + "/groups/{id:number}/ending",
        sign_in_settings.take_group_out,
        "people:take_group_out",
    ),
    post(SIGN_IN + "/steps", sign_in_settings.set_second_step, "people:set_second_step"),
    get("/{council}/settings/council", councils.settings, "councils:settings"),
    post("/{council}/settings/council", councils.change_settings, "councils:change_settings"),
    get("/{council}/settings/reading", councils.reading_days, "councils:reading"),
    post("/{council}/settings/reading", councils.set_weekdays, "councils:set_weekdays"),
    post("/{council}/settings/reading/away", councils.add_days_away, "councils:add_days_away"),
    post("/{council}/settings/reading/away/{id:number}/undo", councils.take_back, "councils:take_back_days"),
    get("/{council}/settings/missions", keeping_missions.index, "missions:keep"),
    post("/{council}/settings/missions", keeping_missions.add, "missions:add"),
    post("/{council}/settings/missions/labels/{m:number}", keeping_missions.relabel, "missions:relabel"),
    post(FRAMEWORK + "/retirement", keeping_missions.retire, "missions:retire"),
    post(FRAMEWORK + "/retirement/undo", keeping_missions.bring_back, "missions:bring_back"),
    post(FRAMEWORK + "/wording-check", keeping_missions.check_wording, "missions:check_wording"),
    get("/{council}/settings/rota", rota_views.index, "moderation:rota"),
    post("/{council}/settings/rota", rota_views.set_week, "moderation:set_rota"),
    post("/{council}/settings/rota/away", rota_views.go_away, "moderation:go_away"),
    post("/{council}/settings/rota/away/{id:number}/undo", rota_views.be_back, "moderation:be_back"),
    get("/{council}/settings/words", words_views.index, "moderation:words"),
    post("/{council}/settings/words", words_views.say_it, "moderation:say_words"),
    post("/{council}/settings/words/undo", words_views.put_back, "moderation:put_words_back"),
]
