/*
 * What expressions may know: the answers by name, the visit, the institution. Worked out once for each state of the
 * answers. To questions of one drawn unit a name is the answer for that unit; to all others the list over all units.
 */
import type { Answer, Answers, Column, Item } from "./checklist";
import { countedBy, nameOf, sampleOf } from "./checklist";
import { type Facts, UNKNOWN, holds, isTemporal, known, temporal } from "./expressions";
import { geofence } from "./places";

export interface World {
  answers: Answers;
  byKey: ReadonlyMap<string, Item>;
  kind: string; // code of the kind of institution
  visitOn: string; // YYYY-MM-DD
  institution: Record<string, unknown>;
}

const BY_EVIDENCE = new Set(["photo", "file", "signature"]);
const PASSES = 3; // a computed value may read another that stands below it

export function isGiven(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== null && value !== undefined && value !== UNKNOWN && String(value).trim() !== "";
}

export const toNumber = (text: unknown): number | null => {
  const written = String(text ?? "").trim().replace(",", ".");
  return written === "" || Number.isNaN(Number(written)) ? null : Number(written);
};

/* The value of an answer as FEEL has it; null where there is none or it is none of its kind. */
export function valueOf(item: Item, answer: Answer, facts: Facts): unknown {
  if (item.numerator) return ratio(item, answer, facts);
  if (item.kind === "computed") return told(item.computed ? known(item.computed, facts) : null);
  if (BY_EVIDENCE.has(item.kind)) return answer.evidence?.length ? answer.evidence : null;
  if (item.kind === "number") return toNumber(answer.value);
  if (isTemporal(item.kind)) return temporal(item.kind, answer.value);
  if (item.kind === "table") return rowsOf(item.columns ?? [], answer.value, facts);
  return answer.value ?? null;
}

/* The rows of a table with their computed columns; null where there is none. */
function rowsOf(columns: readonly Column[], given: unknown, facts: Facts): Facts[] | null {
  if (!Array.isArray(given) || !given.length) return null;
  return given.map((raw: Facts, index) => {
    const row: Facts = Object.fromEntries(columns.map((column) => [column.key, cellOf(column, raw?.[column.key])]));
    for (const column of columns) if (column.computed) row[column.key] = told(known(column.computed, { ...facts, ...row, row, row_number: index + 1 }));
    return row;
  });
}

function cellOf({ kind }: Column, given: unknown): unknown {
  if (kind === "number") return toNumber(given);
  return isTemporal(kind) ? temporal(kind, given) : isGiven(given) ? given : null;
}

function ratio(item: Item, answer: Answer, facts: Facts): unknown {
  const [numerator, denominator] = [toNumber(answer.numerator), toNumber(answer.denominator)];
  if (numerator === null || denominator === null || !item.computed) return null;
  return told(known(item.computed, { ...facts, numerator, denominator }));
}

const told = (value: unknown): unknown => (value === UNKNOWN || (typeof value === "number" && !Number.isFinite(value)) ? null : value);

/* blank: names of what is repeated, which say nothing inside of a unit that was not answered. */
interface Names {
  values: Facts;
  blank: Facts;
  units: Map<number, Facts>;
}

const worked = new WeakMap<Answers, Names>();

/* The names a question sees: of the whole visit, or of its own unit. */
export function factsOf(world: World, unit: number | null): Facts {
  const names = worked.get(world.answers) ?? work(world);
  return unit === null ? names.values : { ...names.values, ...names.blank, ...names.units.get(unit), unit };
}

/* An item is asked while its group is and its own condition holds; what cannot be told here hides nothing. */
export function isVisible(item: Item, world: World, scope: Facts): boolean {
  for (let each: Item | undefined = item, steps = 0; each && steps < 20; steps++) {
    const shown = each.visible_if ? holds(each.visible_if, scope) : true;
    if (shown !== true && shown !== UNKNOWN) return false;
    each = each.parent ? world.byKey.get(each.parent) : undefined;
  }
  return true;
}

function work(world: World): Names {
  const whole: Facts = {};
  const values: Facts = { visit_on: temporal("date", world.visitOn), kind_of_institution: world.kind, institution: world.institution, answers: whole, geofence };
  const names: Names = { values, blank: {}, units: new Map() };
  for (const item of world.byKey.values()) {
    values[nameOf(item.key)] = null;
    if (sampleOf(item, world.byKey) || countedBy(item, world.byKey)) names.blank[nameOf(item.key)] = null;
  }
  worked.set(world.answers, names);
  const given = answersByItem(world);
  for (const item of world.byKey.values()) for (const [unit, answer] of given.get(item.key) ?? []) take(names, world, item, unit, answer);
  for (let pass = 0; pass < PASSES; pass++) for (const item of world.byKey.values()) if (item.kind === "computed") values[nameOf(item.key)] = isVisible(item, world, values) ? valueOf(item, {}, values) : null;
  return names;
}

/* The answers of each item, those of units ascending. */
function answersByItem(world: World): Map<string, [number | null, Answer][]> {
  const found = new Map<string, [number | null, Answer][]>();
  for (const [key, answer] of world.answers) {
    const [base, unit] = key.split("#");
    found.set(base!, [...(found.get(base!) ?? []), [unit === undefined ? null : Number(unit), answer]]);
  }
  for (const answers of found.values()) answers.sort(([left], [right]) => (left ?? 0) - (right ?? 0));
  return found;
}

/* Let the expressions of other items know; what is hidden says nothing, whatever was answered. */
function take(names: Names, world: World, item: Item, unit: number | null, answer: Answer): void {
  const scope = factsOf(world, unit);
  const given = isVisible(item, world, scope) ? answer : {};
  const value = given.verdict === "not_applicable" ? null : valueOf(item, given, scope);
  const main = item.kind === "verdict" ? (given.verdict ?? null) : value;
  const name = nameOf(item.key);
  if (unit === null) {
    names.values[name] = main;
    (names.values["answers"] as Facts)[name] = { verdict: given.verdict ?? null, value, numerator: toNumber(given.numerator), denominator: toNumber(given.denominator), reason: given.reason || null };
    return;
  }
  names.values[name] = [...(Array.isArray(names.values[name]) ? (names.values[name] as unknown[]) : []), main];
  names.units.set(unit, { ...names.units.get(unit), [name]: main });
}
