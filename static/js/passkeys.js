// A browser asks the device for a fingerprint, a face or a PIN only when a script asks the browser. Without this the
// other ways in are all there. What the device answers is sent by the page's own form.
const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

function readable(options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const one of options.excludeCredentials ?? []) one.id = bytes(one.id);
  return options;
}

const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
function sendable({ id, rawId, type, response }) {
  const parts = PARTS.filter((name) => response[name]).map((name) => [name, text(response[name])]);
  return JSON.stringify({ id, rawId: text(rawId), type, response: Object.fromEntries(parts) });
}

async function asked(form) {
  const answer = await fetch(form.dataset.passkey, { method: "POST" });
  if (!answer.ok || answer.redirected) throw new Error("not asked");
  const publicKey = readable(await answer.json());
  return publicKey.user ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey });
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const one = (name) => form.querySelector(`[data-${name}]`);
  const button = one("ask");
  const say = (what) => {
    one("status").textContent = what ? form.querySelector(`[data-is="${what}"]`).textContent : "";
  };
  form.hidden = false;
  for (const words of document.querySelectorAll("[data-without-passkeys]")) words.hidden = true;
  // Enter in the field of the name is the button too.
  form.addEventListener("submit", (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    button.click();
  });
  button.addEventListener("click", async () => {
    // Not disabled: the keyboard would lose its place.
    if (button.ariaBusy || !form.reportValidity()) return;
    say("");
    button.ariaBusy = "true";
    try {
      form.elements.credential.value = sendable(await asked(form));
      form.requestSubmit();
    } catch (problem) {
      say({ NotAllowedError: "stopped", InvalidStateError: "there" }[problem.name] ?? "failed");
    }
    button.ariaBusy = null;
  });
}
