"""A person's own rooms: what they were told, their page and data, leaving, ways to come back, devices."""

from __future__ import annotations

from saidanddone.front import me, news
from saidanddone.mine import leaving_views
from saidanddone.mine import views as mine
from saidanddone.people import card_views, contact_views, correcting_views
from saidanddone.people import device_views as devices
from saidanddone.people import passkey_views as passkeys
from saidanddone.routes.rows import get, post

DEVICE = "/{council}/me/devices/{id:number}"
PASSKEY = "/{council}/me/passkeys/{id:number}"

ROUTES = [
    get("/{council}/news", news.index, "front:news"),
    get("/{council}/news/{id:number}", news.show, "front:news_item"),
    get("/{council}/me", me.show, "front:me"),
    get("/{council}/me/data", mine.data, "mine:data"),
    get("/{council}/me/data.json", mine.data_file, "mine:data_file"),
    get("/{council}/me/nickname", correcting_views.form, "people:correct"),
    post("/{council}/me/nickname", correcting_views.rename, "people:rename"),
    get("/{council}/me/leaving", leaving_views.leaving, "mine:leaving"),
    post("/{council}/me/leaving", leaving_views.leave, "mine:leave"),
    post("/{council}/me/leaving/withdrawal", leaving_views.stay, "mine:stay"),
    get("/{council}/me/record", me.to_print, "front:record"),
    get("/{council}/me/record.txt", me.as_text, "front:record_text"),
    get("/{council}/me/record.csv", me.as_table, "front:record_table"),
    post("/{council}/me/omissions", me.omit, "front:leave_out"),
    post("/{council}/me/omissions/undo", me.undo_omission, "front:put_back"),
    get("/{council}/me/contact", contact_views.show, "people:contact"),
    post("/{council}/me/contact", contact_views.give, "people:give_contact"),
    get("/{council}/me/contact/code", contact_views.code, "people:contact_code"),
    post("/{council}/me/contact/code", contact_views.confirm, "people:confirm_contact"),
    post("/{council}/me/contact/{id:number}/removal", contact_views.take_away, "people:take_contact_away"),
    get("/{council}/me/ways-back", card_views.ways_back, "people:ways_back"),
    get("/{council}/me/card", card_views.mine, "people:my_card"),
    post("/{council}/me/card", card_views.make, "people:make_card"),
    post("/{council}/me/card/ending", card_views.end, "people:end_card"),
    get("/{council}/me/devices", devices.devices, "people:devices"),
    post("/{council}/me/devices/sign-out", devices.sign_out_others, "people:sign_out_others"),
    post("/{council}/me/devices/recognition", devices.was_me, "people:was_me"),
    post(DEVICE + "/sign-out", devices.sign_out, "people:sign_out_device"),
    post("/{council}/me/passkeys", passkeys.add, "people:add_passkey"),
    post("/{council}/me/passkeys/challenges", passkeys.ask_for_new, "people:ask_new_passkey"),
    post(PASSKEY + "/name", passkeys.rename, "people:rename_passkey"),
    post(PASSKEY + "/removal", passkeys.remove, "people:remove_passkey"),
]
