"""Ways in and out, and who lets people in: signing in, joining, cards, invitations, face to face."""

from __future__ import annotations

from saidanddone.people import card_views, code_views, join_views, meeting_views
from saidanddone.people import invitation_views as invitations
from saidanddone.people import passkey_views as passkeys
from saidanddone.people import second_step_views as second_step
from saidanddone.people import views as people
from saidanddone.people.providers import adding_views as adding
from saidanddone.people.providers import views as provider
from saidanddone.routes.rows import get, post

ONE = "/{council}/young-people/{id:number}"

ROUTES = [
    get("/{council}/sign-in", people.sign_in, "people:sign_in"),
    get("/{council}/sign-in/provider", provider.set_out, "people:provider"),
    get("/{council}/sign-in/provider/callback", provider.come_back, "people:provider_back"),
    post("/{council}/sign-in/provider/adding", adding.begin, "people:begin_adding"),
    post("/{council}/sign-in/provider/account", adding.add, "people:add_account"),
    post("/{council}/sign-in", code_views.ask, "people:ask_code"),
    get("/{council}/sign-in/code", code_views.sign_in_code, "people:sign_in_code"),
    post("/{council}/sign-in/code", code_views.use_code, "people:use_code"),
    post("/{council}/sign-in/passkeys", passkeys.come_in, "people:use_passkey"),
    post("/{council}/sign-in/passkeys/challenges", passkeys.ask_who, "people:ask_passkey"),
    get("/{council}/sign-in/{token}", people.sign_in_link, "people:sign_in_link"),
    post("/{council}/sign-in/{token}", people.use_sign_in_link, "people:use_sign_in_link"),
    post("/{council}/sign-out", people.sign_out, "people:sign_out"),
    get("/{council}/leave", people.leave, "people:leave"),
    get("/{council}/second-step", second_step.show, "people:second_step"),
    get("/{council}/join", join_views.code, "people:code"),
    post("/{council}/join", join_views.type_code, "people:type_code"),
    get("/{council}/join/{code}", join_views.join, "people:join"),
    post("/{council}/join/{code}", join_views.come_in, "people:come_in"),
    get("/{council}/card/{code}", card_views.opened, "people:card"),
    post("/{council}/card/{code}", card_views.come_in, "people:use_card"),
    get("/{council}/invitations", invitations.index, "people:invitations"),
    post("/{council}/invitations", invitations.create, "people:invite"),
    post("/{council}/invitations/withdrawal", invitations.revoke_unused, "people:revoke_unused"),
    post("/{council}/invitations/{id:number}/withdrawal", invitations.revoke, "people:revoke"),
    get("/{council}/young-people", meeting_views.index, "people:young_people"),
    post(ONE + "/meeting", meeting_views.meet, "people:meet"),
    post(ONE + "/meeting/undo", meeting_views.unmeet, "people:unmeet"),
    post(ONE + "/card", meeting_views.new_card, "people:card_for"),
]
