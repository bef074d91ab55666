/* How far a visit is: questions open in each section, and where the next one waits. */
import { type Checklist, type Drawn, type Question, questionsOf, undrawn } from "./checklist";
import { known } from "./expressions";
import { type Mark, mark } from "./marking";
import { type World, factsOf, toNumber } from "./world";

export interface SectionState {
  code: string;
  keys: string[]; // all that stands in the section, in order: samples not drawn yet, then questions
  asked: number; // visible questions that must be answered or are answered
  done: number; // answered, with all that the answer asks for
  open: string[]; // keys of what is still to be answered, in order
  beyond: number;
  failed: number;
}

const MOST_UNITS = 1_000;

/* How often each counted group is asked now. */
export function countsOf(checklist: Checklist, world: World): Map<string, number> {
  const counted = checklist.items.filter((item) => item.repeat_count);
  return new Map(counted.map((item) => [item.key, Math.max(0, Math.min(MOST_UNITS, Math.trunc(toNumber(known(item.repeat_count!, factsOf(world, null))) ?? 0)))]));
}

export function sectionState(checklist: Checklist, code: string, drawn: Drawn, world: World): SectionState {
  const samples = undrawn(checklist, code, drawn).map((sample) => `sample:${sample}`);
  const state: SectionState = { code, keys: [...samples], asked: samples.length, done: 0, open: [...samples], beyond: 0, failed: 0 };
  for (const question of questionsOf(checklist, code, drawn, countsOf(checklist, world))) count(state, question, mark(question, world));
  return state;
}

function count(state: SectionState, question: Question, marked: Mark): void {
  state.keys.push(question.key);
  if (!marked.isVisible || (!marked.isRequired && !marked.isAnswered)) return;
  state.asked += 1;
  if (marked.missing.length) state.open.push(question.key);
  else state.done += 1;
  if (marked.isBeyond) state.beyond += 1;
  if (marked.verdict === "fail") state.failed += 1;
}

/* The next open question after a place, answered or not, around the end to the beginning; null when nothing is open. */
export function nextOpen(states: readonly SectionState[], section: string, after: string | null): { section: string; key: string } | null {
  const open = new Set(states.flatMap((state) => state.open));
  const all = states.flatMap((state) => state.keys.map((key) => ({ section: state.code, key })));
  const begun = all.findIndex((each) => each.section === section && each.key === after) + 1;
  const earlier = states.slice(0, Math.max(0, states.findIndex((state) => state.code === section)));
  const from = begun || earlier.reduce((sum, state) => sum + state.keys.length, 0);
  return [...all.slice(from), ...all.slice(0, from)].find((each) => open.has(each.key)) ?? null;
}
