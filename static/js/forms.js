/*
 * Shows and hides the conditional fields of a form while it is filled in. A comfort alone: hints cover only
 * picked answers, a field without a hint stays, and the server asks every condition again.
 * Truth has three values as in FEEL: true, false and null; only true shows a field.
 */

/* Whether two values are equal; null where FEEL would not compare them. */
function equal(left, right) {
  if (left === null || right === null) return left === right;
  return typeof left === typeof right ? left === right : null;
}

/* The truth of a hint such as ["and", ["=", "capacity", "holder"], ["not", ["=", "paper", true]]]. */
export function holds(hint, answers) {
  const [operator, ...parts] = hint;
  if (operator === "is") return typeof answers[parts[0]] === "boolean" ? answers[parts[0]] : null;
  if (operator === "=" || operator === "!=") {
    const same = equal(answers[parts[0]] ?? null, parts[1]);
    return operator === "=" || same === null ? same : !same;
  }
  const truths = parts.map((part) => holds(part, answers));
  if (operator === "not") return truths[0] === null ? null : !truths[0];
  const decisive = operator === "or";
  if (truths.includes(decisive)) return decisive;
  return truths.includes(null) ? null : !decisive;
}

/* What is picked in a field: a word, a truth value for a box or yes and no, null for nothing. */
function picked(field) {
  const control = field.querySelector("input:checked, select");
  if (!control || control.value === "") return null;
  if (field.dataset.truth !== undefined) return control.value === "true";
  return control.value;
}

function show(element, visible) {
  element.hidden = !visible;
  for (const note of element.querySelectorAll(".mc-when")) note.hidden = true;
}

/* From top to bottom, as the server does it: what is hidden has no answer for the conditions below. Answers of the
 * form's other pages come with the page. */
function update(form) {
  const answers = JSON.parse(form.closest("[data-answers]")?.dataset.answers ?? "{}");
  for (const section of form.querySelectorAll(".mc-form__section")) {
    const open = !section.dataset.hint || holds(JSON.parse(section.dataset.hint), answers) === true;
    if (section.dataset.hint) show(section, open);
    for (const field of section.querySelectorAll("[data-field]")) {
      const visible = open && (!field.dataset.hint || holds(JSON.parse(field.dataset.hint), answers) === true);
      if (field.dataset.hint) show(field, visible);
      answers[field.dataset.field] = visible ? picked(field) : null;
    }
  }
}

/* Shows what is asked now, and keeps doing so. */
export function watch(form) {
  update(form);
  form.addEventListener("change", () => update(form));
}

if (typeof document !== "undefined")
  for (const form of document.querySelectorAll(".mc-form:not([data-live-form])")) watch(form);
