"""The golden thread, walked by plain forms: a young person's words to a mission that moved."""

from datetime import timedelta

from saidanddone import clock

DOORBELLS = "Doorbells with a camera, so we can see who is at the door"


async def send(browser, address, **fields):
    """Send a form as a browser without script would; gives the address it is sent on to."""
    answer = await browser.post(address, data=fields)
    assert answer.status_code == 303, f"{address} → {answer.status_code}: {answer.text[:2000]}"
    return answer.headers["location"]


async def see(browser, address):
    """A page's text."""
    answer = await browser.get(address)
    assert answer.status_code == 200, f"{address} → {answer.status_code}"
    return answer.text


async def test_the_thread_from_words_to_a_mission_that_moved(site, there):
    amina, bo = await site.as_(there.amina), await site.as_(there.bo)
    cass, ellis = await site.as_(there.cass), await site.as_(there.ellis)
    visitor = await site.client()

    # Said
    idea = await send(
        amina,
        "/rivermead/ideas",
        what=DOORBELLS,
        why="I don’t open the door to anyone now.",
        shown_as="nickname",
        door="everyone",
        quote="yes",
    )
    assert idea == "/rivermead/ideas/1"
    assert "Waiting to be read" in await see(amina, idea)
    assert (await bo.get(idea)).status_code == 404

    # Read and published
    assert "Doorbells with a camera" in await see(cass, "/rivermead/moderation")
    await send(
        cass,
        "/rivermead/moderation/ideas/1/publication",
        title="See who’s at my door",
        mission="stable-homes-2023/5",
    )
    assert "See who’s at my door" in await see(visitor, "/rivermead/ideas")

    # Supported
    await send(bo, "/rivermead/ideas/1/support")

    # Put to a vote, with a second idea beside it
    await send(bo, "/rivermead/ideas", what="Evening groups", shown_as="hidden", door="everyone")
    await send(cass, "/rivermead/moderation/ideas/2/publication", title="Evening groups")
    await send(cass, "/rivermead/moderation/ideas/1/shortlisting")
    opens = clock.local(clock.now() + timedelta(hours=1))
    round_ = await send(
        cass,
        "/rivermead/rounds",
        question="What should come first?",
        opens=opens.strftime("%Y-%m-%dT%H:%M"),
        closes=(opens + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M"),
        picks="1",
        idea=["1", "2"],
    )
    assert round_ == "/rivermead/rounds/1"
    await send(cass, "/rivermead/rounds/1/opening")
    await send(amina, "/rivermead/rounds/1/votes", choice="1")
    await send(bo, "/rivermead/rounds/1/votes", choice="1")
    assert (await visitor.get("/rivermead/rounds/1/results")).status_code == 404
    await send(cass, "/rivermead/rounds/1/closing")
    assert "See who’s at my door" in await see(visitor, "/rivermead/rounds/1/results")
    assert "Won the vote" in await see(visitor, "/rivermead/ideas/1")

    # Decided, with a reason
    await send(
        ellis,
        "/rivermead/ideas/1/decision",
        answer="yes",
        reason="Nobody should be afraid of their own door.",
    )
    assert "Nobody should be afraid of their own door." in await see(amina, "/rivermead/ideas/1")

    # In the plan, with an owner, a date and a mission
    due = (clock.today() + timedelta(days=60)).isoformat()
    action = await send(
        ellis,
        "/rivermead/plan/actions",
        title="Fit video doorbells",
        what="Fit a video doorbell for thirty care leavers.",
        owner="Leaving Care Service Manager",
        due=due,
        how_we_know="Thirty people say they can see who is at the door.",
        mission="stable-homes-2023/5",
        idea="1",
        reach="30",
    )
    assert action == "/rivermead/plan/actions/1"
    assert "Fit video doorbells" in await see(visitor, "/rivermead/plan")

    # Said how it goes
    await send(
        ellis,
        action + "/updates",
        status="in-progress",
        rating="on-track",
        said="Eight doorbells went up this month.",
        reached="8",
    )
    assert "Eight doorbells went up this month." in await see(amina, "/rivermead/ideas/1")
    before = await see(visitor, "/rivermead/missions/stable-homes-2023/5")

    # The council says it's done, and young people say whether it is
    await send(ellis, action + "/completion", said="All thirty are up.")
    assert "did it really happen" in (await see(bo, "/rivermead")).lower()
    await send(amina, action + "/verdicts", verdict="yes")
    await send(bo, action + "/verdicts", verdict="yes", words="I can see who it is now.")
    assert "It happened" in await see(visitor, "/rivermead/ideas/1")
    assert "It happened" in await see(visitor, "/rivermead/together")
    assert await see(visitor, "/rivermead/missions/stable-homes-2023/5") != before
    assert "I can see who it is now." not in await see(visitor, action)


async def test_a_promise_that_was_not_kept_is_open_again(site, there):
    amina, cass, ellis = await site.as_(there.amina), await site.as_(there.cass), await site.as_(there.ellis)
    await send(amina, "/rivermead/ideas", what=DOORBELLS, shown_as="hidden", door="everyone")
    await send(cass, "/rivermead/moderation/ideas/1/publication", title="See who’s at my door")
    await send(
        ellis, "/rivermead/ideas/1/decision", answer="in-part", reason="For those who live alone first."
    )
    due = (clock.today() + timedelta(days=60)).isoformat()
    promise = {"title": "Doorbells", "what": "Fit them.", "owner": "Manager", "how_we_know": "They ring."}
    action = await send(ellis, "/rivermead/plan/actions", due=due, none_fits="yes", idea="1", **promise)
    await send(ellis, action + "/updates", status="in-progress", rating="on-track", said="Under way.")
    await send(ellis, action + "/completion", said="All up.")
    await send(amina, action + "/verdicts", verdict="partly")
    assert "not yet" in (await see(amina, "/rivermead/ideas/1")).lower()
    await send(ellis, action + "/updates", rating="needs-help", said="Two broke.", next_step="Mend them.")
    await send(ellis, action + "/completion", said="Mended.")
    await send(amina, action + "/verdicts", verdict="yes")
    assert "It happened" in await see(amina, "/rivermead/ideas/1")
