// What is typed is kept on this device until it is sent: over a lost connection, and on one's own phone over a
// closed tab too. On a shared device it lives as long as the tab. Forms say so by data-draft="a name".
const { keeper, device } = document.body.dataset;
const own = device === "own";
const PREFIX = "draft ";
const shelf = (() => {
  try {
    const found = own ? window.localStorage : window.sessionStorage;
    found.getItem("");
    return found;
  } catch {
    return null; // the browser keeps nothing: then nothing is promised either
  }
})();

const keyOf = (form) => `${PREFIX}${keeper} ${location.pathname} ${form.dataset.draft}`;
let later; // what was typed last is kept a moment later
const fieldsOf = (form) => [...form.elements].filter((one) => one.name && one.matches("textarea, input[type=text]"));
const lineOf = (form) => document.querySelector(`[data-draft-line="${form.dataset.draft}"]`);

function say(form, words) {
  const line = lineOf(form);
  if (line && line.textContent !== words) line.textContent = words;
}

function keep(form) {
  if (!shelf) return false;
  const typed = Object.fromEntries(fieldsOf(form).map((one) => [one.name, one.value]).filter(([, value]) => value.trim()));
  try {
    if (Object.keys(typed).length) shelf.setItem(keyOf(form), JSON.stringify(typed));
    else shelf.removeItem(keyOf(form));
    return Object.keys(typed).length > 0;
  } catch {
    return false;
  }
}

function bringBack(form) {
  let typed = {};
  try {
    typed = JSON.parse(shelf?.getItem(keyOf(form)) || "{}");
  } catch {
    return;
  }
  const changed = fieldsOf(form).filter((one) => typed[one.name] && one.value === one.defaultValue && one.value !== typed[one.name]);
  for (const one of changed) one.value = typed[one.name];
  if (changed.length) say(form, "This is what you wrote before. It was not sent.");
}

function wipe() {
  clearTimeout(later); // or the last words typed would be kept again after they were wiped
  for (const place of [() => window.localStorage, () => window.sessionStorage]) {
    try {
      const found = place();
      Object.keys(found).filter((key) => key.startsWith(PREFIX)).forEach((key) => found.removeItem(key));
    } catch {
      // nothing is kept there
    }
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.dataset.draft) return;
  clearTimeout(later);
  later = setTimeout(() => {
    const kept = keep(form);
    say(form, kept ? (own ? "Kept on this phone until you send it." : "Kept until you close this tab.") : "");
  }, 400);
});

const sending = (event) => {
  const form = event.detail.ctx?.sourceElement?.closest?.("form");
  return form?.dataset.draft ? form : null;
};
// A page to go to is the answer to words that arrived. Anything else leaves them where they are.
document.addEventListener("htmx:after:request", (event) => {
  const form = sending(event);
  const answer = event.detail.ctx?.response;
  if (!form || !answer) return;
  const status = answer.status ?? answer.raw?.status;
  if (status === 200 && event.detail.ctx.response.headers?.get("HX-Redirect")) {
    clearTimeout(later);
    shelf?.removeItem(keyOf(form));
    for (const one of fieldsOf(form)) one.value = ""; // or Back shows what was sent as if it had not been
  } else if (status >= 500) lost(form);
});
document.addEventListener("htmx:error", (event) => {
  const form = sending(event);
  if (form) lost(form);
});

function lost(form) {
  clearTimeout(later); // or it would say “kept” over what went wrong
  const kept = keep(form);
  const where = own ? "on this phone" : "in this tab";
  say(form, `No signal. ${kept ? `Your words are kept ${where}.` : "Stay on this page."} Press send again when you are back.`);
  lineOf(form)?.scrollIntoView({ block: "nearest" });
}

const leaves = () => {
  if (!own) wipe();
};
document.addEventListener("leaving", leaves); // by button or by keys
document.addEventListener("click", (event) => event.target.closest?.("a.leave") && leaves(), true);
document.addEventListener(
  "submit",
  (event) => {
    if (event.target.action?.endsWith("/sign-out")) wipe();
  },
  true,
);

for (const form of document.querySelectorAll("form[data-draft]")) bringBack(form);
