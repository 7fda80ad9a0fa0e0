"""Rounds: their dates, the vote, paper votes, results."""

from __future__ import annotations

from saidanddone.rounds import paper_views as paper
from saidanddone.rounds import planning_views as round_plans
from saidanddone.rounds import views as rounds
from saidanddone.routes.rows import get, post

ROUND = "/{council}/rounds/{number:number}"
PAPER = ROUND + "/paper"

ROUTES = [
    get("/{council}/rounds", rounds.index, "rounds:index"),
    post("/{council}/rounds", round_plans.create, "rounds:create"),
    get("/{council}/rounds/new", round_plans.new, "rounds:new"),
    get(ROUND, rounds.show, "rounds:show"),
    get(ROUND + "/correction", round_plans.correction, "rounds:correction"),
    post(ROUND + "/correction", round_plans.correct, "rounds:correct"),
    post(ROUND + "/cancellation", round_plans.cancel, "rounds:cancel"),
    post(ROUND + "/opening", rounds.open_now, "rounds:open"),
    post(ROUND + "/closing", rounds.close_now, "rounds:close"),
    post(ROUND + "/votes", rounds.vote, "rounds:vote"),
    get(PAPER, paper.show, "rounds:paper"),
    post(PAPER, paper.count, "rounds:count_paper"),
    post(PAPER + "/withdrawal", paper.take_back, "rounds:take_back_paper"),
    get(PAPER + "/ballot", paper.ballot, "rounds:paper_ballot"),
    get(PAPER + "/slips", paper.sheets, "rounds:slips"),
    post(PAPER + "/slips", paper.make, "rounds:make_slips"),
    post(PAPER + "/slips/printing", paper.print_slips, "rounds:print_slips"),
    get(ROUND + "/results", rounds.results, "rounds:results"),
    get(ROUND + "/results.json", rounds.results_json, "rounds:results_json"),
    get(ROUND + "/sealed", rounds.sealed, "rounds:sealed"),
]
