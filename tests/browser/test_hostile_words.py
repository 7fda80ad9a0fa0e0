"""Words that would run as scripts, read by people in a real browser: nothing runs, and nothing even tries."""

from tests.browser.conftest import watching
from tests.guards.test_every_page import MARK, PAYLOADS
from tools.pictures import demo

TRIED = [words for words in PAYLOADS if words.isprintable() and len(words) < 200]
A_TIME = 18  # ideas that one person may send in an hour, two fewer


async def test_no_words_run_wherever_they_are_read(browser):
    with demo() as address:
        async with watching(address) as watch:
            context = await browser.new_context(base_url=address)
            page = await context.new_page()
            watch(page)
            ran = []
            page.on("dialog", lambda dialog: ran.append(dialog.message))
            await page.add_init_script(f"window.{MARK} = () => alert('{MARK}')")
            ours = {"Origin": address}

            async def be(person):
                await context.request.post("/demo/sign-in", form={"person": person}, headers=ours)

            await be("young-person-2")
            sent = []
            for number in range(A_TIME):
                words = " ".join(TRIED[number::A_TIME])
                form = {"what": words[:600], "why": words, "shown_as": "nickname", "door": "everyone"}
                answer = await context.request.post(
                    "/rivermead/ideas", form=form, headers=ours, max_redirects=0
                )
                assert answer.status == 303, (words, await answer.text())
                sent.append(answer.headers["location"])
            pages = ["/rivermead", *sent]
            for to in pages:
                await page.goto(to)
            assert await page.get_by_text(MARK).count() > 0
            await be("worker")
            for to in sent:
                number = to.rsplit("/", 1)[1]
                title = TRIED[int(number) % len(TRIED)]
                wrong = f"/rivermead/moderation/ideas/{number}/publication"
                await context.request.post(wrong, form={"title": title[:100]}, headers=ours)
            for to in ("/rivermead/moderation", "/rivermead/ideas", f"/rivermead/ideas?q={MARK}", *sent[:6]):
                await page.goto(to)
            assert await page.evaluate(f"typeof window.{MARK}") == "function", "it could have been called"
            assert ran == []
            await context.close()
