// Cards are shown once. Their page prints itself, copies a link, and asks before it is left too early.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.parentElement.querySelector("[data-copied]").hidden = false;
  });
}

if (document.querySelector("[data-shown-once]")) {
  const ask = (event) => event.preventDefault();
  addEventListener("beforeunload", ask);
  const go = () => removeEventListener("beforeunload", ask);
  document.querySelector("[data-handed-out]").addEventListener("click", go);
}
