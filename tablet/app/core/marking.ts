/*
 * What an answer means and what it still asks for, on the tablet: as inspections/checklists/engine.py does it, but
 * provisional, the server's marking counts.
 *
 * Ratios and limits are computed in doubles here (DESIGN §1.6); where an expression cannot be told, nothing is hidden
 * and nothing is judged.
 */
import type { Answer, Asked, Item, Limit, Option, Question, Verdict } from "./checklist";
import { isAsked } from "./checklist";
import { type Facts, UNKNOWN, holds, known, plain } from "./expressions";
import { type World, factsOf, isGiven, isVisible, toNumber, valueOf } from "./world";

export interface Mark {
  isVisible: boolean;
  isRequired: boolean;
  isAnswered: boolean;
  verdict: Verdict | null;
  isBeyond: boolean; // beyond its limit
  value: unknown; // computed where the item computes one
  asks: Asked[]; // all that the answer asks for
  missing: ("answer" | Asked)[];
  isInvalid: boolean;
}

const HIDDEN: Mark = { isVisible: false, isRequired: false, isAnswered: false, verdict: null, isBeyond: false, value: null, asks: [], missing: [], isInvalid: false };

export function mark(question: Question, world: World): Mark {
  const { item, key, unit } = question;
  const answer = answerOf(world, item, key);
  const scope = factsOf(world, unit);
  if (!isVisible(item, world, scope)) return HIDDEN;
  const value = answer.verdict === "not_applicable" ? null : valueOf(item, answer, scope);
  const facts = () => ({ ...scope, value }); // hundreds of names: copied only for an expression that asks
  const keeps = item.limit && isGiven(value) ? keepsTo(item.limit, value, facts(), world.kind) : null;
  const isBeyond = keeps === false;
  const isAnswered = isAsked(item) && hasAnswer(item, answer, value);
  const verdict = verdictOf(item, answer, keeps);
  const judges = (condition: string) => condition === "true" || holds(condition, { ...facts(), verdict });
  const isRequired = Boolean(item.required_if) && judges(item.required_if!) === true;
  const asks = isAnswered ? asksOf(item, answer, verdict, isBeyond) : [];
  const missing: Mark["missing"] = asks.filter((asked) => !brings(answer, asked));
  if (isRequired && !isAnswered) missing.unshift("answer");
  const isInvalid = isGiven(value) && item.valid_if ? judges(item.valid_if) === false : false;
  return { isVisible: true, isRequired, isAnswered, verdict, isBeyond, value: plain(value), asks, missing, isInvalid };
}

/* What nobody touched says what the item starts with. */
export const answerOf = (world: World, item: Item, key: string): Answer => world.answers.get(key) ?? (item.default === undefined || item.default === null ? {} : { value: item.default });

/* What can be chosen here; what cannot be told on the tablet is offered. */
export const offered = (question: Question, world: World): Option[] =>
  (question.item.options ?? []).filter(({ visible_if: condition }) => !condition || [true, UNKNOWN].includes(holds(condition, factsOf(world, question.unit)) as boolean | typeof UNKNOWN));

/* Where there is nothing to measure (a report never sent), "fail" may be given instead of a value. */
export const isJudged = (item: Item): boolean => item.kind === "verdict" || (Boolean(item.limit) && (item.nature ?? "none") !== "none");

function hasAnswer(item: Item, answer: Answer, value: unknown): boolean {
  if (answer.verdict === "not_applicable") return true;
  if (item.kind === "verdict") return Boolean(answer.verdict);
  return isGiven(value) || (answer.verdict === "fail" && isJudged(item));
}

function verdictOf(item: Item, answer: Answer, keeps: boolean | null): Verdict | null {
  if (item.kind === "verdict" || answer.verdict === "not_applicable") return answer.verdict ?? null;
  if (!isJudged(item)) return null;
  if (keeps === null) return answer.verdict === "fail" ? "fail" : null;
  return keeps ? "pass" : "fail";
}

function asksOf(item: Item, answer: Answer, verdict: Verdict | null, isBeyond: boolean): Asked[] {
  const found = new Set<Asked>(verdict ? item.asks?.[verdict] : []);
  if (isBeyond) for (const asked of item.asks?.beyond_limit ?? []) found.add(asked);
  const chosen = Array.isArray(answer.value) ? answer.value : [answer.value];
  for (const option of item.options ?? []) if (chosen.includes(option.value)) for (const asked of option.asks ?? []) found.add(asked);
  return [...found];
}

/* Evidence is a photograph or file, or the words why there can be none (rooms where nobody may photograph). */
export function brings(answer: Answer, asked: Asked): boolean {
  if (asked === "reason") return Boolean(answer.reason?.trim());
  return Boolean(answer.evidence?.length || answer.unseen_because?.trim());
}

/* Whether a value keeps to a limit; null where there is no limit here, or no truth. */
function keepsTo(limit: Limit, value: unknown, facts: Facts, kind: string): boolean | null {
  if (limit.condition) {
    const kept = holds(limit.condition, facts);
    return kept === UNKNOWN ? null : kept;
  }
  const [left, right] = [toNumber(value), toNumber(boundOf(limit, facts, kind))];
  if (left === null || right === null) return null;
  const keeps = { "<=": left <= right, ">=": left >= right, "<": left < right, ">": left > right, "=": left === right };
  return keeps[limit.operator ?? "<="];
}

export function boundOf(limit: Limit, facts: Facts, kind: string): string | null {
  if (!limit.by_kind || !Object.keys(limit.by_kind).length) return limit.value ?? null;
  const by = limit.by ? known(limit.by, facts) : kind;
  return typeof by === "string" ? (limit.by_kind[by] ?? null) : null;
}
