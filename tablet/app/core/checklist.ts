/*
 * The compiled checklist as the server sends it (inspections/checklists), and the questions of one visit.
 *
 * An item over a sample or a count is asked once a unit: its keys are "VB.06#3". A question is an item with
 * the unit it is asked of.
 */
export type Words = Partial<Record<"vi" | "en" | "km", string>>;
export type Verdict = "pass" | "fail" | "not_applicable";
export type Asked = "reason" | "evidence";

export interface Limit {
  operator?: "<=" | ">=" | "<" | ">" | "=";
  value?: string | null;
  by_kind?: Record<string, string> | null;
  by?: string | null;
  condition?: string | null;
  unit?: string;
}

export interface Option {
  value: string;
  label: Words;
  asks?: Asked[];
  visible_if?: string | null;
}

export interface Column {
  key: string;
  text: Words;
  kind: string;
  options?: Option[];
  required?: boolean;
  computed?: string | null;
}

export interface Item {
  key: string;
  section: string;
  text: Words;
  hint?: Words | null;
  kind: string;
  nature?: string;
  critical?: boolean;
  clauses?: { text: string; from?: string | null; to?: string | null }[];
  limit?: Limit | null;
  numerator?: { label: Words } | null;
  denominator?: { label: Words } | null;
  options?: Option[];
  columns?: Column[];
  sample?: string | null;
  repeat_count?: string | null;
  parent?: string | null;
  visible_if?: string | null;
  required_if?: string | null;
  valid_if?: string | null;
  message?: Words | null;
  computed?: string | null;
  default?: unknown;
  max_pixels?: number | null;
  asks?: Partial<Record<Verdict | "beyond_limit", Asked[]>>;
  findings?: { code: string; text: Words; recommendation?: Words | null; days?: number | null }[];
}

export interface Checklist {
  code: string;
  hash: string;
  title: Words;
  samples?: { code: string; label: Words; size: number }[];
  sections: { code: string; title: Words }[];
  items: Item[];
}

export interface Answer {
  verdict?: Verdict | null;
  value?: unknown;
  numerator?: string;
  denominator?: string;
  reason?: string;
  evidence?: string[];
  unseen_because?: string;
  note?: string;
}

export type Answers = ReadonlyMap<string, Answer>;

/* unit: the number of the drawn diploma or class, null where the item is asked once. */
export interface Question {
  key: string;
  item: Item;
  unit: number | null;
}

/* sample code → numbers of the units drawn, ascending */
export type Drawn = ReadonlyMap<string, readonly number[]>;

const UNASKED = new Set(["note", "computed", "group"]);

export const nameOf = (key: string): string => key.replace(/[^A-Za-z0-9_]/g, "_");

export const isAsked = (item: Item): boolean => !UNASKED.has(item.kind);

/* What an item is repeated over, by itself or by the group it stands in: a sample's code or "". */
export function sampleOf(item: Item, byKey: ReadonlyMap<string, Item>): string {
  for (let each: Item | undefined = item, steps = 0; each && steps < 20; steps++) {
    if (each.sample) return each.sample;
    each = each.parent ? byKey.get(each.parent) : undefined;
  }
  return "";
}

/* The group whose count an item is repeated by, itself included, or null. */
export function countedBy(item: Item, byKey: ReadonlyMap<string, Item>): Item | null {
  for (let each: Item | undefined = item, steps = 0; each && steps < 20; steps++) {
    if (each.repeat_count) return each;
    each = each.parent ? byKey.get(each.parent) : undefined;
  }
  return null;
}

/*
 * All questions of a section in their order. counts: key of a counted group → how often it is asked now.
 * Units of a sample stand together: everything about diploma 3, then everything about diploma 7.
 */
export function questionsOf(checklist: Checklist, section: string, drawn: Drawn, counts: ReadonlyMap<string, number>): Question[] {
  const byKey = new Map(checklist.items.map((item) => [item.key, item]));
  const found: Question[] = [];
  let together: { by: string; items: Item[] } | null = null;
  const close = () => {
    if (together) found.push(...repeated(together.items, unitsOf(together.by, drawn, counts)));
    together = null;
  };
  for (const item of checklist.items) {
    if (item.section !== section) continue;
    const by = repeatOf(item, byKey);
    if (together && together.by !== by) close();
    if (!by) found.push({ key: item.key, item, unit: null });
    else (together ??= { by, items: [] }).items.push(item);
  }
  close();
  return found;
}

function repeatOf(item: Item, byKey: ReadonlyMap<string, Item>): string {
  const sample = sampleOf(item, byKey);
  if (sample) return `sample:${sample}`;
  const group = countedBy(item, byKey);
  return group ? `count:${group.key}` : "";
}

function unitsOf(by: string, drawn: Drawn, counts: ReadonlyMap<string, number>): readonly number[] {
  const [kind, name] = [by.slice(0, by.indexOf(":")), by.slice(by.indexOf(":") + 1)];
  if (kind === "sample") return drawn.get(name) ?? [];
  return Array.from({ length: counts.get(name) ?? 0 }, (_, index) => index + 1);
}

const repeated = (items: readonly Item[], units: readonly number[]): Question[] =>
  units.flatMap((unit) => items.map((item) => ({ key: `${item.key}#${unit}`, item, unit })));

/* The samples a section needs that have not been drawn. */
export function undrawn(checklist: Checklist, section: string, drawn: Drawn): string[] {
  const byKey = new Map(checklist.items.map((item) => [item.key, item]));
  const needed = checklist.items.filter((item) => item.section === section).map((item) => sampleOf(item, byKey));
  return [...new Set(needed)].filter((code) => code && !drawn.has(code));
}
