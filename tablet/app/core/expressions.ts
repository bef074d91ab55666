/*
 * FEEL on the tablet, by feelin: a hint, never the last word. An expression that fails or is too long to be
 * trusted is unknown (undefined), and what is unknown hides and judges nothing.
 */
import { evaluate } from "feelin";

export type Facts = Record<string, unknown>;

const LONGEST = 2_000;
const UNTRUSTED = /\b(matches|replace|split)\s*\(/; // regular expressions can freeze a page

export function known(expression: string, facts: Facts): unknown {
  if (expression.length > LONGEST || UNTRUSTED.test(expression)) return undefined;
  try {
    const { value } = evaluate(expression, facts);
    return plain(value);
  } catch {
    return undefined;
  }
}

/* Days, moments and lengths of time become their texts. */
function plain(value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "object" && !Array.isArray(value)) return String(value);
  return value;
}
