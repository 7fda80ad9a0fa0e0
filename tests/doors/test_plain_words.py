"""The pages about devices and passkeys can be read at nine, and a passkey is one warm sentence."""

import re

from tests.doors.test_devices import CHROME, SAFARI, comes_in
from tests.doors.test_passkeys import with_passkey
from tests.test_guides import GRADE_AT_AGE_NINE, WORDS_IN_A_SENTENCE, grade

ONE_SENTENCE = "Come in with your fingerprint, face or PIN."


def sentences_on(page: str) -> list[str]:
    main = re.search(r"<main.*?</main>", page, re.S)[0]
    main = re.sub(
        r'<p class="as-at">.*?</p>|<time.*?</time>|<script.*?</script>|<svg.*?</svg>', "", main, flags=re.S
    )
    blocks = re.split(r"</?(?:p|h\d|li|button|label|summary|div|ul|form|section|aside)\b[^>]*>", main)
    plain = (" ".join(re.sub(r"<[^>]+>", "", block).split()) for block in blocks)
    found = [part for block in plain for part in re.split(r"(?<=[.?!:;])\s+", block)]
    return [one for one in found if re.search("[a-z]", one)]


async def test_these_pages_can_be_read_at_nine(site, there):
    phone = await comes_in(site, there.amina, CHROME)
    await with_passkey(site, there.amina)
    await comes_in(site, there.amina, SAFARI, device="shared")
    pages = [await phone.get("/rivermead/me/devices"), await (await site.client()).get("/rivermead/sign-in")]
    for page in pages:
        assert page.status_code == 200
        said = sentences_on(page.text)
        assert ONE_SENTENCE in said
        assert [one for one in said if len(one.split()) > WORDS_IN_A_SENTENCE] == []
        assert grade(said) <= GRADE_AT_AGE_NINE
    assert "A new device signed in" in pages[0].text
