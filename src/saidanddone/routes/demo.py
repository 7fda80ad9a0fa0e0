"""What exists only in the demo."""

from __future__ import annotations

from saidanddone.demo import views as demo
from saidanddone.routes.rows import get, post

ROUTES = [
    get("/demo", demo.index, "demo:index"),
    post("/demo/sign-in", demo.sign_in, "demo:sign_in"),
    post("/demo/clock", demo.move_clock, "demo:clock"),
    get("/demo/letters", demo.letters, "demo:letters"),
    get("/design", demo.design, "demo:design"),
]
