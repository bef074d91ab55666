/*
 * The content of minutes, made without a network as inspections/minutes/ makes it on the server: the same members in
 * the same order, values as they were entered, internal notes nowhere. What had to be worked out (verdict, computed,
 * limit, beyond_limit, totals) is provisional; the server settles it.
 */
import type { Answer, Checklist, Drawn, Item, Question } from "./checklist";
import { countedBy, isAsked, nameOf, sampleOf } from "./checklist";
import { plain } from "./expressions";
import { type Mark, boundOf, mark } from "./marking";
import { countsOf } from "./progress";
import { type World, factsOf, isGiven, toNumber } from "./world";

type Json = Record<string, unknown>;
export type MinutesKind = "announcement" | "session" | "inspection";

export interface Found {
  checklist: Checklist;
  world: World;
  drawn: Drawn;
  samples: Record<string, { seed: string; population: number }>;
  declared: Record<string, Answer>;
  hashes: ReadonlyMap<string, string>;
}

export function makeContent(kind: MinutesKind, basis: Json, found: Found | null, spot: Json): Json {
  return { format: 1, kind, record: recordOf(kind, basis, found), spot };
}

function recordOf(kind: MinutesKind, basis: Json, found: Found | null): Json {
  const record: Json = { basis, checklist: null, samples: [], sections: [], totals: null, unanswered: [] };
  if (kind === "announcement" || !found) return record;
  const results = resultsOf(found);
  const { code, hash, title } = found.checklist;
  record["checklist"] = { code, hash, title: title.vi ?? "", visit_on: found.world.visitOn };
  record["samples"] = samplesOf(found);
  record["totals"] = totalsOf(results);
  if (kind !== "inspection") return record;
  record["sections"] = sectionsOf(found, results);
  record["unanswered"] = results.filter(({ marked }) => marked.missing.includes("answer")).map(({ question }) => question.key);
  return record;
}

interface Result {
  question: Question;
  marked: Mark;
  answer: Answer;
  hasFault: boolean;
}

/* Item by item in the checklist's order, each with its units ascending. */
export function resultsOf({ checklist, world, drawn }: Found): Result[] {
  const counts = countsOf(checklist, world);
  return checklist.items.flatMap((item) =>
    unitsOf(item, world, drawn, counts).map((unit) => {
      const question = { key: unit === null ? item.key : `${item.key}#${unit}`, item, unit };
      const answer = world.answers.get(question.key) ?? {};
      const marked = mark(question, world);
      return { question, marked, answer, hasFault: marked.isVisible && (marked.isInvalid || isUnreadable(item, answer, marked)) };
    }),
  );
}

function unitsOf(item: Item, world: World, drawn: Drawn, counts: ReadonlyMap<string, number>): readonly (number | null)[] {
  const sample = sampleOf(item, world.byKey);
  if (sample) return drawn.get(sample) ?? [];
  const group = countedBy(item, world.byKey);
  return group ? Array.from({ length: counts.get(group.key) ?? 0 }, (_, index) => index + 1) : [null];
}

function isUnreadable(item: Item, answer: Answer, marked: Mark): boolean {
  if (answer.verdict === "not_applicable" || isGiven(marked.value)) return false;
  if (item.numerator) return isGiven(answer.numerator) && isGiven(answer.denominator);
  return isGiven(answer.value) && ["number", "date", "time", "datetime"].includes(item.kind);
}

function samplesOf({ checklist, drawn, samples }: Found): Json[] {
  return (checklist.samples ?? []).flatMap(({ code, label }) => {
    const [known, units] = [samples[code], drawn.get(code)];
    return known && units ? [{ code, label: label.vi ?? "", seed: known.seed, population: known.population, units: [...units] }] : [];
  });
}

function totalsOf(results: readonly Result[]): Json {
  const visible = results.filter(({ marked, question }) => marked.isVisible && isAsked(question.item));
  const counted = (verdict: string) => results.filter(({ marked }) => marked.verdict === verdict).length;
  return { asked: visible.length, answered: visible.filter(({ marked }) => marked.isAnswered).length, passed: counted("pass"), failed: counted("fail"), not_applicable: counted("not_applicable") };
}

function sectionsOf(found: Found, results: readonly Result[]): Json[] {
  const lines = (code: string) => results.filter((result) => result.question.item.section === code && isTold(result)).map((result) => lineOf(result, found));
  return found.checklist.sections.map(({ code, title }) => ({ code, title: title.vi ?? "", lines: lines(code) })).filter((section) => section.lines.length > 0);
}

function isTold({ question: { item }, marked, hasFault }: Result): boolean {
  if (!marked.isVisible || item.kind === "note" || item.kind === "group") return false;
  return marked.isAnswered || hasFault || (item.kind === "computed" && isGiven(marked.value));
}

function lineOf({ question: { key, item, unit }, marked, answer }: Result, { world, declared, hashes }: Found): Json {
  const given = declared[key];
  return {
    key,
    text: item.text.vi ?? "",
    kind: item.kind,
    unit,
    nature: item.nature ?? "none",
    critical: item.critical ?? false,
    clauses: (item.clauses ?? []).filter((clause) => (!clause.from || clause.from <= world.visitOn) && (!clause.to || world.visitOn <= clause.to)).map((clause) => clause.text),
    verdict: marked.verdict ?? "",
    value: answer.value ?? null,
    labels: labelsOf(item, answer.value),
    columns: (item.columns ?? []).map((column) => ({ key: column.key, text: column.text.vi ?? "" })),
    numerator: answer.numerator ?? "",
    denominator: answer.denominator ?? "",
    computed: item.computed ? shown(marked.value) : "",
    limit: limitOf(item, unit, marked, world),
    unit_of_measure: item.limit?.unit ?? "",
    beyond_limit: marked.isBeyond,
    reason: answer.reason ?? "",
    unseen_because: answer.unseen_because ?? "",
    evidence: (answer.evidence ?? []).map((id) => ({ id, sha256: hashes.get(id) ?? "" })),
    declared: given && Object.keys(given).length ? { verdict: given.verdict ?? null, value: given.value ?? null, numerator: given.numerator ?? null, denominator: given.denominator ?? null } : null,
  };
}

function labelsOf(item: Item, value: unknown): string[] {
  const chosen = Array.isArray(value) ? value : [value];
  return (item.options ?? []).filter((option) => chosen.includes(option.value)).map((option) => option.label.vi ?? "");
}

function limitOf(item: Item, unit: number | null, marked: Mark, world: World): string {
  const { limit } = item;
  const isUnmeasured = marked.verdict === "not_applicable" || (marked.verdict === "fail" && !isGiven(marked.value));
  if (!limit || limit.condition || isUnmeasured) return "";
  const bound = boundOf(limit, factsOf(world, unit), world.kind);
  return bound === null ? "" : `${limit.operator ?? ""} ${bound} ${limit.unit ?? ""}`.trim();
}

/* At most two decimals, rounded half away from zero, no zeros behind. */
export function shown(value: unknown): string {
  const written = plain(value);
  if (typeof written === "boolean") return String(written);
  if (typeof written !== "number") return typeof written === "string" ? written : "";
  const rounded = (Math.sign(written) * Math.round(Math.abs(written) * 100 + 1e-9)) / 100;
  return String(rounded === 0 ? 0 : rounded);
}

/* What the failed answers propose to be put right, in the words of the checklist. */
export function proposedFindings(found: Found): Json[] {
  return resultsOf(found).filter(({ marked }) => marked.verdict === "fail").map(({ question: { key, item }, answer }) => {
    const canned = (item.findings ?? []).find((finding) => finding.text.vi === answer.reason) ?? item.findings?.[0];
    return { key, code: canned?.code ?? "", text: answer.reason?.trim() || canned?.text.vi || item.text.vi || nameOf(key), recommendation: canned?.recommendation?.vi ?? "", days: toNumber(canned?.days) };
  });
}

/* What the code of a copy says: an address and nothing else, or a telephone takes it for a text and opens nothing. */
export const addressOfCopy = (origin: string, digest: string): string => `${origin}/verify/?digest=${digest}`;
