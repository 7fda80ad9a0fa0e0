"""Recordings for tests: sent by a form or said by a verb, and what is left of them."""

from saidanddone.demo.tones import tone
from saidanddone.ideas.recordings import Recording, say
from saidanddone.ideas.sounds import Sound
from saidanddone.moderation.writing_down import write_down

HERE = "/rivermead/recordings"
SENT = {"shown_as": "nickname", "door": "everyone"}
TONE = tone(220, each=0.3)
WORDS = {"what": "Let me keep my dentist", "why": "I was on three lists."}


def a_file(content=TONE, name="recording.wav", kind="audio/wav"):
    return {"sound": (name, content, kind)}


async def sent(browser, content=TONE, **more):
    answer = await browser.post(HERE, data={**SENT, **more}, files=a_file(content))
    assert answer.status_code == 303, answer.text[:2000]
    return answer.headers["location"]


async def spoken(there, content=TONE, once="one"):
    return await say(there.amina, Sound.of(content), once=once)


async def written(there, content=TONE):
    idea = await spoken(there, content)
    await write_down(idea, by=there.cass, what=WORDS["what"], why=WORDS["why"], title="Keep my dentist")
    return idea


async def kept(idea):
    return await Recording.get_or_none(idea_id=idea.id, deleted_at=None)


async def see(browser, address):
    answer = await browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.text
