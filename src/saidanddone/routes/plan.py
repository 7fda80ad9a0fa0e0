"""The plan: actions, progress, verdicts, outside owners, help, the officer's desk."""

from __future__ import annotations

from saidanddone.plan import action_views as actions
from saidanddone.plan import help_views, outside_views, verdict_views
from saidanddone.plan import views as plan
from saidanddone.routes.rows import get, post

ACTION = "/{council}/plan/actions/{number:number}"
HELP = ACTION + "/help/{h:number}"

ROUTES = [
    get("/{council}/plan", plan.plan, "plan:plan"),
    get("/{council}/plan/actions/new", actions.new, "plan:new_action"),
    post("/{council}/plan/actions", actions.create, "plan:create_action"),
    get(ACTION, actions.show, "plan:action"),
    post(ACTION + "/updates", actions.update, "plan:update"),
    post(ACTION + "/updates/{id:number}/withdrawal", actions.take_back, "plan:take_back"),
    post(ACTION + "/milestones", actions.add_milestone, "plan:add_milestone"),
    post(ACTION + "/milestones/{m:number}/completion", actions.complete_milestone, "plan:complete_milestone"),
    post(ACTION + "/completion", actions.complete, "plan:complete"),
    post(ACTION + "/fit", actions.check_fit, "plan:check_fit"),
    post(ACTION + "/verdicts", verdict_views.answer, "plan:answer"),
    post(ACTION + "/owner-links", outside_views.make_link, "plan:make_owner_link"),
    post(ACTION + "/owner-links/{id:number}/ending", outside_views.end_link, "plan:end_owner_link"),
    post(ACTION + "/owner-words/{id:number}/publication", outside_views.accept, "plan:accept_words"),
    post(ACTION + "/owner-words/{id:number}/refusal", outside_views.leave_out, "plan:leave_out_words"),
    get("/{council}/owner/{token}", outside_views.show, "plan:owner"),
    post("/{council}/owner/{token}", outside_views.say, "plan:say_as_owner"),
    post(ACTION + "/help", help_views.ask, "plan:ask_for_help"),
    get(HELP, help_views.show, "plan:help"),
    post(HELP + "/changes", help_views.change, "plan:change_help"),
    post(HELP + "/closing", help_views.close, "plan:close_help"),
    post(HELP + "/closing/undo", help_views.open_again, "plan:open_help_again"),
    post(HELP + "/cancellation", help_views.call_off, "plan:call_off_help"),
    post(HELP + "/offers", help_views.offer, "plan:offer_help"),
    post(HELP + "/offers/withdrawal", help_views.withdraw_offer, "plan:withdraw_offer"),
    post(HELP + "/attendance", help_views.attendance, "plan:say_who_took_part"),
    get("/{council}/help-wanted", help_views.index, "plan:help_wanted"),
    get("/{council}/desk", plan.desk, "plan:desk"),
]
