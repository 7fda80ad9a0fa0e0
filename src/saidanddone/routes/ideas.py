"""Ideas: the board, an idea and what is said under it, recordings, ways to do it, the decision."""

from __future__ import annotations

from saidanddone.appraisal import decision_views as decisions
from saidanddone.appraisal import score_views as scores
from saidanddone.appraisal import views as appraisal
from saidanddone.front import board, journey
from saidanddone.ideas import recording_views as recordings
from saidanddone.ideas import views as ideas
from saidanddone.moderation import reason_views as reasons
from saidanddone.routes.rows import get, post

IDEA = "/{council}/ideas/{number:number}"
REASON = IDEA + "/ways/reasons/{id:number}"

ROUTES = [
    get("/{council}/ideas", board.board, "ideas:board"),
    post("/{council}/ideas", board.propose, "ideas:propose"),
    get("/{council}/ideas/new", board.new, "ideas:new"),
    get("/{council}/ideas/similar", board.similar, "ideas:similar"),
    get(IDEA, journey.show, "ideas:show"),
    post(IDEA + "/support", ideas.support, "ideas:support"),
    post(IDEA + "/support/withdrawal", ideas.withdraw_support, "ideas:withdraw_support"),
    post(IDEA + "/comments", ideas.comment, "ideas:comment"),
    post(IDEA + "/comments/{id:number}/withdrawal", ideas.withdraw_comment, "ideas:withdraw_comment"),
    post(IDEA + "/withdrawal", ideas.withdraw, "ideas:withdraw"),
    post(IDEA + "/name-removal", ideas.remove_name, "ideas:remove_name"),
    post(IDEA + "/quote/withdrawal", ideas.withdraw_quote, "ideas:withdraw_quote"),
    get(IDEA + "/wordings", ideas.wordings, "ideas:wordings"),
    post(IDEA + "/wordings", ideas.reword, "ideas:reword"),
    get("/{council}/recordings/new", recordings.new, "ideas:recorder"),
    post("/{council}/recordings", recordings.say, "ideas:say"),
    get(IDEA + "/recording", recordings.sound, "ideas:recording"),
    post(IDEA + "/recording", recordings.say_again, "ideas:say_again"),
    post(IDEA + "/agreement", recordings.agree, "ideas:agree"),
    post(IDEA + "/agreement/refusal", recordings.ask_again, "ideas:ask_again"),
    post(IDEA + "/appeal", ideas.appeal, "ideas:appeal"),
    get(IDEA + "/decision", decisions.form, "ideas:decision"),
    post(IDEA + "/decision", decisions.decide, "ideas:decide"),
    post(IDEA + "/decision/preview", decisions.preview, "ideas:decision_preview"),
    post(IDEA + "/decision/undo", decisions.take_back, "ideas:undecide"),
    get(IDEA + "/ways", appraisal.show, "appraisal:show"),
    post(IDEA + "/ways", appraisal.write, "appraisal:write"),
    get(IDEA + "/ways/new", appraisal.new, "appraisal:new"),
    get(IDEA + "/ways/weights", appraisal.weights, "appraisal:weights"),
    post(IDEA + "/ways/weights", appraisal.agree, "appraisal:agree"),
    post(IDEA + "/ways/opening", appraisal.open_scoring, "appraisal:open"),
    get(IDEA + "/ways/scores", scores.form, "appraisal:score_form"),
    post(IDEA + "/ways/scores", scores.score, "appraisal:score"),
    get(IDEA + "/ways/confidence", scores.sure_form, "appraisal:sure_form"),
    post(IDEA + "/ways/confidence", scores.be_sure, "appraisal:be_sure"),
    post(IDEA + "/ways/closing", appraisal.close_scoring, "appraisal:close"),
    post(REASON + "/publication", appraisal.publish, "appraisal:publish_reason"),
    post(REASON + "/refusal", appraisal.refuse, "appraisal:refuse_reason"),
    post(REASON + "/hold", reasons.hold, "moderation:hold_reason"),
]
