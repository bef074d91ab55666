/*
 * Makes the buttons inside a form smooth: the form is posted as it would be without scripts, and of the page that
 * comes back only what changed is put in its place. While somebody types, sums and what was found on a list are
 * asked for in the same way. The server computes everything; nothing here does.
 */
import { watch } from "./forms.js";

const QUIET_MS = 500;
const shell = () => document.querySelector("[data-live-form]");
const form = shell()?.closest("form");
let typing = null;
let asking = null;
let acting = false;

/* The page the server answers to an action, or null where it cannot be asked; an older question is dropped. */
async function ask(action) {
  asking?.abort();
  asking = new AbortController();
  const values = new FormData(form);
  for (const [name, value] of [...values]) if (value instanceof File) values.delete(name);
  values.set("form_action", action);
  const options = { method: "POST", body: values, signal: asking.signal };
  const answer = await fetch(form.getAttribute("action") ?? "", options).catch(() => null);
  if (!answer?.ok || !answer.headers.get("content-type")?.includes("text/html")) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/* Puts in place what is computed or found, and leaves alone what is being typed. */
function refresh(page) {
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(part.id);
    if (fresh && !part.contains(document.activeElement)) part.replaceChildren(...fresh.childNodes);
  }
}

/* Puts the whole form in place, keeping open what was open and chosen what was chosen: files did not go along, and
 * where one has no place in the new form only a plain post keeps it. Returns whether it could. */
function replaceForm(page) {
  const fresh = page.querySelector("[data-live-form]");
  const chosen = [...shell().querySelectorAll("input[type=file]")].filter((input) => input.files.length);
  const places = chosen.map((input) => fresh && page.getElementById(input.id));
  if (!fresh || places.includes(null)) return false;
  places.forEach((place, number) => place.replaceWith(chosen[number]));
  const open = [...shell().querySelectorAll("details[open]")].map((each) => each.closest("[id]")?.id);
  shell().replaceWith(document.adoptNode(fresh));
  for (const details of shell().querySelectorAll("details")) details.open = open.includes(details.closest("[id]")?.id);
  begin();
  return true;
}

/* Where to go on after an action: the new row, else the table, else the control that was used. */
function focusAfter(action, usedId) {
  const [verb, key] = action.split(":");
  const table = key ? document.getElementById(`f-${key}`) : null;
  const rows = table ? [...table.querySelectorAll("[data-row]")] : [];
  const place = verb === "add" ? rows.at(-1)?.querySelector("input:not([type=hidden]), select, textarea") : table;
  (place ?? document.getElementById(usedId))?.focus();
}

/* An action is never dropped for a sum. While the server is asked nothing can be typed: it would be written over.
 * Where it cannot be asked, or its page not be put in place, `otherwise` is done. */
async function act(action, usedId, otherwise) {
  if (acting) return;
  clearTimeout(typing);
  const focused = document.activeElement;
  acting = shell().inert = true;
  const page = await ask(action);
  acting = shell().inert = false;
  if (page && replaceForm(page)) return focusAfter(action, usedId);
  focused?.focus();
  otherwise();
}

function submitPlainly(button) {
  button.dataset.plain = "";
  form.requestSubmit(button);
}

async function compute() {
  const page = acting ? null : await ask("compute");
  if (page) refresh(page);
}

/* What was found and picked becomes what is typed, so that it stays when the list goes. */
function pick(radio) {
  const group = radio.closest("[data-found]");
  const box = document.getElementById(group.dataset.found);
  box.value = `${radio.value} · ${radio.dataset.name}`;
  group.replaceChildren();
  box.focus();
  computeSoon();
}

function computeSoon() {
  clearTimeout(typing);
  if (document.querySelector("[data-live]")) typing = setTimeout(compute, QUIET_MS);
}

/* A block of cells from a spreadsheet goes to the server, which knows words from codes and adds rows. */
function paste(event) {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const cell = event.target.closest("[data-table] [data-row] input");
  if (!cell || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const [table, row, column] = cell.name.split("-");
  const box = form.elements[`${table}-paste`];
  box.value = text;
  form.elements[`${table}-paste-at`].value = `${row}:${column}`;
  act(`paste:${table}`, cell.id, () => offerPaste(box));
}

/* What could not be put into the table at once waits in its box, above the button that does it. */
function offerPaste(box) {
  box.closest("details").open = true;
  box.focus();
}

function press(event) {
  const button = event.submitter;
  if (button?.name !== "form_action" || button.dataset.plain !== undefined) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  act(button.value, button.getAttribute("formaction")?.slice(1), () => submitPlainly(button));
}

function change(event) {
  if (event.target.closest("[data-found]")) pick(event.target);
  else if (event.target.dataset.refreshes) act("compute", event.target.id, () => {});
  else computeSoon();
}

function begin() {
  watch(shell());
  for (const button of shell().querySelectorAll("[data-compute]")) button.hidden = true;
}

if (form) {
  begin();
  form.addEventListener("submit", press);
  form.addEventListener("input", computeSoon);
  form.addEventListener("change", change);
  form.addEventListener("paste", paste);
}
