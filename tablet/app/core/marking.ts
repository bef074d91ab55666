/*
 * What an answer means and what it still asks for, on the tablet: provisional, the server's marking counts.
 *
 * Money, ratios and limits are computed in doubles here (DESIGN §1.6); where an expression cannot be told,
 * nothing is hidden and nothing is judged.
 */
import { type Answer, type Answers, type Asked, type Item, type Limit, type Question, type Verdict, isAsked, nameOf } from "./checklist";
import { type Facts, known } from "./expressions";

export interface World {
  answers: Answers;
  kind: string; // code of the kind of institution
  visitOn: string; // YYYY-MM-DD
  institution: Record<string, unknown>;
}

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

export function mark(question: Question, world: World): Mark {
  const { item } = question;
  const answer = world.answers.get(question.key) ?? {};
  const value = item.computed ? valueComputed(question, answer, world) : (answer.value ?? null);
  const facts = factsFor(question, answer, value, world);
  const isVisible = item.visible_if ? known(item.visible_if, facts) !== false : true;
  const isRequired = isAsked(item) && (item.required_if ? known(item.required_if, facts) === true : true);
  const isAnswered = isAsked(item) && hasAnswer(item, answer);
  const isBeyond = item.limit ? isBeyondLimit(item.limit, value, facts, world.kind) : false;
  const asks = isAnswered ? asksOf(item, answer, isBeyond) : [];
  const missing: Mark["missing"] = asks.filter((asked) => !brings(answer, asked));
  if (isVisible && isRequired && !isAnswered) missing.unshift("answer");
  const isInvalid = isAnswered && item.valid_if ? known(item.valid_if, facts) === false : false;
  return { isVisible, isRequired, isAnswered, verdict: verdictOf(item, answer, value, isBeyond), isBeyond, value, asks, missing, isInvalid };
}

export function hasAnswer(item: Item, answer: Answer): boolean {
  if (answer.verdict === "not_applicable") return true;
  if (item.kind === "verdict") return Boolean(answer.verdict);
  if (item.numerator) return isGiven(answer.numerator) && isGiven(answer.denominator);
  if (["photo", "file", "signature"].includes(item.kind)) return Boolean(answer.evidence?.length || answer.unseen_because?.trim());
  return isGiven(answer.value);
}

function isGiven(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== null && value !== undefined && String(value).trim() !== "";
}

function verdictOf(item: Item, answer: Answer, value: unknown, isBeyond: boolean): Verdict | null {
  if (answer.verdict) return answer.verdict;
  if (!item.limit || !isGiven(value)) return null;
  return isBeyond ? "fail" : "pass";
}

function asksOf(item: Item, answer: Answer, isBeyond: boolean): Asked[] {
  const found = new Set<Asked>();
  if (answer.verdict) for (const asked of item.asks?.[answer.verdict] ?? []) found.add(asked);
  if (isBeyond) for (const asked of item.asks?.beyond_limit ?? ["reason"]) found.add(asked as Asked);
  const chosen = Array.isArray(answer.value) ? answer.value : [answer.value];
  for (const option of item.options ?? [])
    if (chosen.includes(option.value)) for (const asked of option.asks ?? []) found.add(asked);
  return [...found];
}

/* Evidence is a photograph or file, or the words why there can be none (rooms where nobody may photograph). */
export function brings(answer: Answer, asked: Asked): boolean {
  if (asked === "reason") return Boolean(answer.reason?.trim());
  return Boolean(answer.evidence?.length || answer.unseen_because?.trim());
}

function isBeyondLimit(limit: Limit, value: unknown, facts: Facts, kind: string): boolean {
  if (!isGiven(value)) return false;
  if (limit.condition) return known(limit.condition, facts) === false;
  const bound = boundOf(limit, facts, kind);
  const [left, right] = [toNumber(value), toNumber(bound)];
  if (left === null || right === null) return false;
  const keeps = { "<=": left <= right, ">=": left >= right, "<": left < right, ">": left > right, "=": left === right };
  return !keeps[limit.operator ?? "<="];
}

export function boundOf(limit: Limit, facts: Facts | null, kind: string): string | null {
  if (!limit.by_kind || !Object.keys(limit.by_kind).length) return limit.value ?? null;
  const by = limit.by && facts ? known(limit.by, facts) : kind;
  return limit.by_kind[String(by)] ?? null;
}

function valueComputed({ item, key, unit }: Question, answer: Answer, world: World): unknown {
  if (item.numerator && !hasAnswer(item, answer)) return null;
  return known(item.computed!, factsFor({ item, key, unit }, answer, null, world)) ?? null;
}

function factsFor(question: Question, answer: Answer, value: unknown, world: World): Facts {
  const { values, whole } = shared(world);
  const own = { value: numeric(question.item, value), verdict: answer.verdict ?? null, unit: question.unit };
  const halves = { numerator: toNumber(answer.numerator), denominator: toNumber(answer.denominator) };
  return {
    ...values, ...own, ...halves,
    answers: whole, kind_of_institution: world.kind, visit_on: `@${world.visitOn}`, institution: world.institution,
  };
}

/* The answers as expressions know them, worked out once for each state of the answers. */
const worked = new WeakMap<Answers, { values: Record<string, unknown>; whole: Record<string, unknown> }>();

function shared({ answers }: World): { values: Record<string, unknown>; whole: Record<string, unknown> } {
  const ready = worked.get(answers);
  if (ready) return ready;
  const values: Record<string, unknown> = {};
  const whole: Record<string, unknown> = {};
  for (const [key, answer] of answers) {
    if (key.includes("#")) continue;
    values[nameOf(key)] = answer.value ?? answer.verdict ?? null;
    whole[nameOf(key)] = { ...answer, numerator: toNumber(answer.numerator), denominator: toNumber(answer.denominator) };
  }
  worked.set(answers, { values, whole });
  return { values, whole };
}

export const toNumber = (text: unknown): number | null => {
  const plain = String(text ?? "").trim().replace(",", ".");
  return plain === "" || Number.isNaN(Number(plain)) ? null : Number(plain);
};

const numeric = (item: Item, value: unknown): unknown => (item.kind === "number" || item.kind === "computed" ? toNumber(value) ?? value : value);
