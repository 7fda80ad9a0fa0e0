"""What participation workers check before anyone sees it, and what safeguarding leads look after."""

from __future__ import annotations

from saidanddone.front import concerns, queue
from saidanddone.ideas import entry_views as entries
from saidanddone.moderation import comment_views as comments
from saidanddone.moderation import views as moderation
from saidanddone.plan import verdict_views
from saidanddone.routes.rows import get, post

IDEA = "/{council}/moderation/ideas/{number:number}"
COMMENT = "/{council}/moderation/comments/{id:number}"
WORDS = "/{council}/moderation/verdicts/{id:number}"
CONCERN = "/{council}/concerns/{id:number}"

ROUTES = [
    get("/{council}/moderation", queue.queue, "moderation:queue"),
    get("/{council}/moderation/ideas/new", entries.new, "ideas:entry"),
    post("/{council}/moderation/ideas", entries.create, "ideas:enter"),
    post(IDEA + "/publication", moderation.publish, "moderation:publish"),
    post(IDEA + "/wordings", moderation.mend, "moderation:mend"),
    post(IDEA + "/publication/undo", moderation.take_back, "moderation:unpublish"),
    post(IDEA + "/transcript", moderation.write_down, "moderation:write_down"),
    post(IDEA + "/return", moderation.send_back, "moderation:send_back"),
    post(IDEA + "/return/undo", moderation.take_back, "moderation:unreturn"),
    post(IDEA + "/refusal", moderation.decline, "moderation:decline"),
    post(IDEA + "/appeal-decision", moderation.hear_appeal, "moderation:hear_appeal"),
    post(IDEA + "/shortlisting", moderation.shortlist, "moderation:shortlist"),
    post(IDEA + "/shortlisting/undo", moderation.put_back, "moderation:put_back"),
    post(IDEA + "/merger", moderation.merge, "moderation:merge"),
    post(IDEA + "/merger/undo", moderation.unmerge, "moderation:unmerge"),
    post(IDEA + "/hold", moderation.hold, "moderation:hold"),
    post(IDEA + "/release", concerns.put_back, "moderation:release"),
    get("/{council}/concerns", concerns.concerns, "moderation:concerns"),
    get("/{council}/concerns/closed", concerns.closed, "moderation:closed_concerns"),
    post(CONCERN + "/acknowledgement", concerns.seen, "moderation:see_worry"),
    post(CONCERN + "/name", concerns.look, "moderation:look_behind"),
    post(CONCERN + "/closing", concerns.close, "moderation:close_worry"),
    post(COMMENT + "/publication", comments.publish, "moderation:publish_comment"),
    post(COMMENT + "/refusal", comments.refuse, "moderation:refuse_comment"),
    post(COMMENT + "/hold", comments.hold, "moderation:hold_comment"),
    post(WORDS + "/publication", verdict_views.publish, "plan:publish_words"),
    post(WORDS + "/refusal", verdict_views.refuse, "plan:refuse_words"),
    post(WORDS + "/hold", verdict_views.hold, "plan:hold_words"),
]
