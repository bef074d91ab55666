/* Improvements every face shares. Pages are whole without them. */
import { Button, CharacterCount, ErrorSummary, PasswordInput, SkipLink, Tabs, createAll } from "../dist/js/govuk-frontend.js";

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");

for (const component of [Button, CharacterCount, ErrorSummary, PasswordInput, SkipLink, Tabs]) createAll(component);

/* A form sent twice by a hasty hand is one dossier anyway; the second press is still kept back here. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  else if (form.method === "post") {
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  }
});

/* The header's menu opens and closes by itself; here it also closes by Escape and when the reader goes elsewhere. */
for (const menu of document.querySelectorAll("[data-menu]")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}
