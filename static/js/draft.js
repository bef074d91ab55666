/* Saves the draft by itself while a page of the form is filled in, and says so. Files go with the buttons alone:
 * a telephone should not send a photo again at every letter. */
const QUIET_MS = 3000;
const form = document.querySelector("[data-autosave]");
const state = document.querySelector("[data-autosave-state]");
let waiting = null;

async function save() {
  const values = new FormData(form);
  for (const [name, value] of [...values]) if (value instanceof File) values.delete(name);
  values.set("action", "draft");
  const answer = await fetch(form.getAttribute("action"), { method: "POST", body: values, redirect: "manual" }).catch(() => null);
  const isSaved = answer && (answer.type === "opaqueredirect" || answer.ok);
  const clock = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
  state.hidden = false;
  state.lastElementChild.textContent = isSaved ? `${state.dataset.saved} ${clock}` : state.dataset.failed;
  state.lastElementChild.classList.toggle("mc-state--done", Boolean(isSaved));
  state.lastElementChild.classList.toggle("mc-state--attention", !isSaved);
}

function saveSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(save, QUIET_MS);
}

form?.addEventListener("input", saveSoon);
form?.addEventListener("submit", () => clearTimeout(waiting));
