// Everything works without this. It makes leaving faster, mistakes easier to find, and keeps the keyboard's place.
import { CharacterCount, ErrorSummary, ExitThisPage } from "../vendor/govuk.js";

document.body.classList.add("govuk-frontend-supported");

class Leave extends ExitThisPage {
  // Replaces this page instead of adding to it, so that Back does not lead here.
  exitPage() {
    document.body.classList.add("govuk-exit-this-page-hide-content");
    document.title = " ";
    document.dispatchEvent(new Event("leaving"));
    window.location.replace(this.$button.href);
  }
  // A page that comes back from the browser's memory is asked for again: who sees it is the server's to say.
  resetPage(event) {
    if (event.persisted) window.location.reload();
    else super.resetPage();
  }
}
Leave.moduleName = ExitThisPage.moduleName;

const words = {
  i18n: {
    activated: "Leaving.",
    timedOut: "You are still here.",
    pressTwoMoreTimes: "Press Shift two more times to leave.",
    pressOneMoreTime: "Press Shift once more to leave.",
  },
};
const letters = {
  i18n: {
    charactersUnderLimit: { one: "1 letter left", other: "%{count} letters left" },
    charactersAtLimit: "No letters left",
    charactersOverLimit: { one: "1 letter too many", other: "%{count} letters too many" },
  },
};
const parts = [[Leave, words], [ErrorSummary, {}], [CharacterCount, letters]];

function enliven(root) {
  for (const [Part, config] of parts) {
    const name = Part.moduleName;
    const found = [...root.querySelectorAll(`[data-module="${name}"]`)];
    if (root instanceof Element && root.matches(`[data-module="${name}"]`)) found.push(root);
    for (const element of found) {
      if (element.hasAttribute(`data-${name}-init`)) continue;
      try {
        new Part(element, config);
      } catch (problem) {
        console.warn(problem);
      }
    }
  }
}

// One press sends once: a form that is on its way ignores a second press, and says so when it takes a while.
const onTheirWay = new Map();
const letGo = (form) => {
  onTheirWay.get(form)?.();
  onTheirWay.delete(form);
  form.removeAttribute("aria-busy");
};
function saySending(button) {
  if (!button) return () => {};
  const words = [...button.childNodes];
  const later = setTimeout(() => button.replaceChildren("Sending…"), 700);
  return () => {
    clearTimeout(later);
    if (button.textContent === "Sending…") button.replaceChildren(...words);
  };
}
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.method === "get") return;
    if (onTheirWay.has(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    onTheirWay.set(form, saySending(event.submitter));
    form.setAttribute("aria-busy", "true");
    setTimeout(() => letGo(form), 30000);
  },
  true,
);
const letAllGo = () => [...onTheirWay.keys()].forEach(letGo);
// Only what has been answered may be sent again: another part of the page may be asked for meanwhile.
const letAnsweredGo = (event) => {
  const source = event.detail?.ctx?.sourceElement;
  const sent = source?.matches?.("button") ? source.form : source;
  for (const form of [...onTheirWay.keys()]) if (!form.isConnected || form === sent) letGo(form);
};
window.addEventListener("pageshow", letAllGo);

// After a swap the keyboard stays where it was, or goes to what the swap has to say. It never falls to the top.
let place = null;

function describe(element) {
  if (!element || element === document.body) return null;
  return { id: element.id, name: element.getAttribute("name"), value: element.value, label: element.textContent.trim() };
}

function same(region, was) {
  if (was.id && region.ownerDocument.getElementById(was.id)) return region.ownerDocument.getElementById(was.id);
  const controls = [...region.querySelectorAll("a[href], button, input, select, textarea, summary")];
  return (
    controls.find((one) => was.name && one.getAttribute("name") === was.name && one.value === was.value) ||
    controls.find((one) => was.label && one.textContent.trim() === was.label)
  );
}

function focusOn(element) {
  if (!element.matches("a[href], button, input, select, textarea, summary, [tabindex]")) element.tabIndex = -1;
  element.focus({ preventScroll: false });
}

// What was said about an earlier act goes when there is something newer to say.
function forget(region) {
  for (const old of document.querySelectorAll("main [data-notice]")) if (!region.contains(old)) old.remove();
  if (region.id !== "problem") document.getElementById("problem")?.replaceChildren();
}

document.addEventListener("htmx:before:swap", (event) => {
  const named = event.detail.ctx.target;
  const target = typeof named === "string" ? document.querySelector(named) : named;
  place = {
    id: target instanceof Element ? target.id : "",
    target,
    was: describe(document.activeElement),
    inside: target instanceof Element && target.contains(document.activeElement),
  };
});

document.addEventListener("htmx:after:swap", (event) => {
  letAnsweredGo(event);
  const { id, target, was, inside } = place || {};
  place = null;
  const region = (id && document.getElementById(id)) || (target?.isConnected ? target : document.getElementById("main"));
  if (!(region instanceof Element)) return;
  const wrong = region.querySelector(".errors");
  const news = region.querySelector("[data-notice]");
  // A morph keeps what was typed: once it is saved, the form starts afresh.
  if (news && !wrong) region.querySelectorAll("form").forEach((form) => form.reset());
  enliven(document);
  if (news || wrong || region.id === "problem") forget(region);
  if (wrong) return focusOn(wrong);
  const start = region.querySelector("[data-start]");
  if (start) {
    // The next thing to read: its heading, moved into sight only when it is out of it.
    start.focus({ preventScroll: true });
    const top = (region.querySelector("h1") || start).getBoundingClientRect().top;
    if (top < 0 || top > window.innerHeight / 2) region.scrollIntoView({ block: "start" });
    return;
  }
  const lost = !document.activeElement || document.activeElement === document.body;
  if (news && (inside || lost)) return focusOn(news);
  if (!lost) return;
  focusOn((was && same(region, was)) || region.querySelector("h1, h2, h3") || region);
});

for (const ended of ["htmx:finally:request", "htmx:error"]) document.addEventListener(ended, letAnsweredGo);
document.addEventListener("recorder:ended", letAllGo);

enliven(document);
document.querySelector("main > [data-notice]")?.focus();
