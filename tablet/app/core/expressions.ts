/*
 * FEEL on the tablet, by feelin: a hint, never the last word.
 *
 * `known` answers what an expression comes to: null where FEEL has no value, UNKNOWN where it cannot be told here
 * (a fault, a regular expression that could freeze the page). What is unknown hides and judges nothing.
 */
import { evaluate, parseDate, parseDateTime, parseTime } from "feelin";

export type Facts = Record<string, unknown>;

export const UNKNOWN = Symbol("unknown");

const LONGEST = 2_000;
const UNTRUSTED = /\b(matches|replace|split)\s*\(/;

export function known(expression: string, facts: Facts): unknown {
  if (expression === "true") return true; // what nearly every item says of being required: no parser for that
  if (expression.length > LONGEST || UNTRUSTED.test(expression)) return UNKNOWN;
  try {
    return evaluate(expression, named(expression, facts)).value ?? null;
  } catch {
    return UNKNOWN;
  }
}

/*
 * The facts that an expression can speak of. The parser looks at every name there is before it reads a word, which for
 * the hundreds of a long checklist costs more than the rest; a name that stands nowhere in the text means nothing to it.
 */
function named(expression: string, facts: Facts): Facts {
  const found: Facts = {};
  for (const name in facts) if (expression.includes(name) || /\s/.test(name)) found[name] = facts[name];
  return found;
}

export const holds = (expression: string, facts: Facts): boolean | null | typeof UNKNOWN => {
  const value = known(expression, facts);
  return value === UNKNOWN || typeof value === "boolean" ? value : null;
};

const READERS: Record<string, (text: string) => unknown> = { date: parseDate, time: parseTime, datetime: parseDateTime };

/* A day, time or moment as FEEL has it; null for what is none. */
export function temporal(kind: string, text: unknown): unknown {
  const read = READERS[kind];
  if (!read || typeof text !== "string" || !text) return null;
  try {
    return read(text) ?? null;
  } catch {
    return null;
  }
}

export const isTemporal = (kind: string): boolean => kind in READERS;

/* A value as it is shown and compared outside of FEEL. */
export const plain = (value: unknown): unknown => (typeof value === "object" && value !== null && !Array.isArray(value) ? String(value) : value);
