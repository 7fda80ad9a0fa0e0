"""Who lives and works in Rivermead. Every one of them is made up."""

from __future__ import annotations

from saidanddone.people.rights import Role

WORKER = "Participation Worker"
BIRDS = (
    "Kestrel Magpie Wren Finch Robin Heron Swift Linnet Plover Dunlin Teal Siskin Jackdaw Rook Sparrow Osprey "
    "Merlin Nuthatch Goldcrest Lapwing Curlew Avocet Sandpiper Starling Swallow Puffin Gannet Egret Bittern "
    "Harrier Buzzard Kite Dipper Fieldfare Redwing Whinchat Pipit Skylark Firecrest Chough"
).split()

STAFF = (
    ("Participation Worker", Role.WORKER),
    ("Participation Apprentice", Role.WORKER),
    ("Personal Adviser", Role.PERSONAL_ADVISER),
    ("Leaving Care Service Manager", Role.OFFICER),
    ("Head of Leaving Care", Role.OFFICER),
    ("Principal Social Worker", Role.OFFICER),
    ("Housing Partnerships Lead", Role.OFFICER),
    ("Accommodation Panel Chair", Role.OFFICER),
    ("Commissioning Manager", Role.OFFICER),
    ("Head of HR", Role.OFFICER),
    ("Digital Inclusion Manager", Role.OFFICER),
    ("Safeguarding Lead", Role.SAFEGUARDING_LEAD),
    ("Deputy Safeguarding Lead", Role.SAFEGUARDING_LEAD),
    ("Council Admin", Role.ADMIN),
)
