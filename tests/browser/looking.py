"""How a page looks: what is wrong with it on the smallest phone, and all of it in one window."""

from playwright.async_api import Page

# Opens every fold, and says what reaches out of the window and which ids are there twice.
LOOK = """() => {
  for (const fold of document.querySelectorAll("details")) { fold.removeAttribute("name"); fold.open = true; }
  const root = document.documentElement;
  const wrong = [];
  for (const dir of ["ltr", "rtl"]) {
    root.dir = dir;
    if (root.scrollWidth > root.clientWidth) {
      const wide = [...document.body.querySelectorAll("*")].filter((one) => {
        const box = one.getBoundingClientRect();
        return box.width && (box.right > root.clientWidth + 1 || box.left < -1);
      });
      const told = wide.map((one) => `<${one.tagName} class="${one.getAttribute("class")}">`);
      wrong.push(`${dir}: ${root.scrollWidth} wide: ${told.slice(-3).join(" ")}`);
    }
  }
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  return [...wrong, ...ids.filter((id, place) => ids.indexOf(id) !== place).map((id) => `twice: #${id}`)];
}"""


async def show_all(page: Page) -> None:
    """Make the window as high as the page: else axe calls what the bar at the foot covers too small."""
    size = await page.evaluate("({width: innerWidth, height: document.documentElement.scrollHeight})")
    await page.set_viewport_size(size)
