"""A council's open pages: its start page, missions, what was done together, help, guides."""

from __future__ import annotations

from saidanddone.front import guides, home, missions, together
from saidanddone.front import views as front
from saidanddone.routes.rows import get

ROUTES = [
    get("/{council}", home.home, "front:home"),
    get("/{council}/missions", missions.index, "front:missions"),
    get("/{council}/missions/{framework}/{code}", missions.show, "front:mission"),
    get("/{council}/together", together.together, "front:together"),
    get("/{council}/help", front.help_now, "front:help"),
    get("/{council}/who-sees", front.who_sees, "front:who_sees"),
    get("/{council}/how", guides.how, "front:how"),
    get("/{council}/how/{guide}", guides.show, "front:guide"),
]
