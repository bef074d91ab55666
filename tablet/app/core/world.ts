/*
 * What expressions may know: the answers by name, the visit, the institution. Worked out once for each state of the
 * answers. To questions of one drawn unit a name is the answer for that unit; to all others the list over all units.
 */
import type { Answer, Answers, Item } from "./checklist";
import { nameOf } from "./checklist";
import { type Facts, UNKNOWN, isTemporal, known, temporal } from "./expressions";

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
  return answer.value ?? null;
}

function ratio(item: Item, answer: Answer, facts: Facts): unknown {
  const [numerator, denominator] = [toNumber(answer.numerator), toNumber(answer.denominator)];
  if (numerator === null || denominator === null || !item.computed) return null;
  return told(known(item.computed, { ...facts, numerator, denominator }));
}

const told = (value: unknown): unknown => (value === UNKNOWN || (typeof value === "number" && !Number.isFinite(value)) ? null : value);

interface Names {
  values: Facts;
  units: Map<number, Facts>;
}

const worked = new WeakMap<Answers, Names>();

/* The names a question sees: of the whole visit, or of its own unit. */
export function factsOf(world: World, unit: number | null): Facts {
  const names = worked.get(world.answers) ?? work(world);
  return unit === null ? names.values : { ...names.values, ...names.units.get(unit), unit };
}

function work(world: World): Names {
  const whole: Facts = {};
  const values: Facts = { visit_on: temporal("date", world.visitOn), kind_of_institution: world.kind, institution: world.institution, answers: whole };
  for (const key of world.byKey.keys()) values[nameOf(key)] = null;
  const names: Names = { values, units: new Map() };
  worked.set(world.answers, names);
  for (const [key, answer] of world.answers) take(names, world, key, answer, whole);
  for (let pass = 0; pass < PASSES; pass++) for (const item of world.byKey.values()) if (item.kind === "computed") values[nameOf(item.key)] = valueOf(item, {}, values);
  return names;
}

function take(names: Names, world: World, key: string, answer: Answer, whole: Facts): void {
  const [base, unit] = key.split("#");
  const item = world.byKey.get(base!);
  if (!item) return;
  const value = answer.verdict === "not_applicable" ? null : valueOf(item, answer, names.values);
  const main = item.kind === "verdict" ? (answer.verdict ?? null) : value;
  const name = nameOf(item.key);
  if (unit === undefined) {
    names.values[name] = main;
    whole[name] = { verdict: answer.verdict ?? null, value, numerator: toNumber(answer.numerator), denominator: toNumber(answer.denominator), reason: answer.reason || null };
    return;
  }
  names.values[name] = [...(Array.isArray(names.values[name]) ? (names.values[name] as unknown[]) : []), main];
  const own = names.units.get(Number(unit)) ?? {};
  names.units.set(Number(unit), { ...own, [name]: main });
}
