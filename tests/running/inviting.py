"""A card in somebody's hand, and what they send with it."""

from saidanddone.people import inviting
from saidanddone.people.rights import Role

NEW = {"nickname": "Moss", "device": "own"}
NOTHING = "This code opens nothing here."


async def code_for(there, role=Role.YOUNG_PERSON, **more):
    _, code = await inviting.invite(there.rivermead, role, by=there.fern, **more)
    return code
