/* How far a visit is: questions open in each section, and where the next one waits. */
import { type Checklist, type Drawn, type Question, questionsOf, undrawn } from "./checklist";
import { known } from "./expressions";
import { type Mark, mark } from "./marking";
import { type World, factsOf, toNumber } from "./world";

export interface SectionState {
  code: string;
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
  const state: SectionState = { code, asked: 0, done: 0, open: undrawn(checklist, code, drawn).map((sample) => `sample:${sample}`), beyond: 0, failed: 0 };
  state.asked += state.open.length;
  for (const question of questionsOf(checklist, code, drawn, countsOf(checklist, world))) count(state, question, mark(question, world));
  return state;
}

function count(state: SectionState, question: Question, marked: Mark): void {
  if (!marked.isVisible || (!marked.isRequired && !marked.isAnswered)) return;
  state.asked += 1;
  if (marked.missing.length) state.open.push(question.key);
  else state.done += 1;
  if (marked.isBeyond) state.beyond += 1;
  if (marked.verdict === "fail") state.failed += 1;
}

/* The next open question after a place, around the end to the beginning; null when nothing is open. */
export function nextOpen(states: readonly SectionState[], section: string, after: string | null): { section: string; key: string } | null {
  const all = states.flatMap((state) => state.open.map((key) => ({ section: state.code, key })));
  if (!all.length) return null;
  const at = all.findIndex((each) => each.section === section && each.key === after);
  if (at >= 0) return all[(at + 1) % all.length]!;
  const from = states.findIndex((state) => state.code === section);
  const later = all.find((each) => states.findIndex((state) => state.code === each.section) >= Math.max(0, from));
  return later ?? all[0]!;
}
