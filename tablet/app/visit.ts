/*
 * One visit, open on this tablet: checklist, answers, draws, what was done here and has not come back yet.
 */
import type { Answer, Checklist, Drawn, Item } from "./core/checklist";
import type { World } from "./core/world";
import { answerOf } from "./core/marking";
import { type SectionState, sectionState } from "./core/progress";
import { type Local, type LocalHold, changeLocal, localOf } from "./local";
import { current } from "./session";
import { localDay } from "./texts";
import type { NewOperation, NewPhoto, Store } from "./store/store";
import type { KeptAnswer, Visit } from "./store/types";

export class OpenVisit {
  private constructor(
    readonly store: Store, // of who opened it, whoever has the tablet by the time something is kept
    readonly by: string,
    readonly id: string,
    public visit: Visit,
    readonly checklist: Checklist,
    public kept: Map<string, KeptAnswer>,
    public local: Local,
  ) {
    this.byKey = new Map(checklist.items.map((item) => [item.key, item]));
  }

  readonly byKey: ReadonlyMap<string, Item>;

  static async load(id: string): Promise<OpenVisit | null> {
    const { store, lock } = current();
    const visit = await store.visit(id);
    const checklist = visit?.entry.checklist ? await store.checklist(visit.entry.checklist) : null;
    if (!visit || !checklist) return null;
    const [kept, local] = await Promise.all([store.answers(id), localOf(store, id)]);
    return new OpenVisit(store, lock.name, id, visit, checklist, kept, local);
  }

  private tick = 0;
  private readonly saved = new Map<string, number>(); // key → when it was last saved here; Infinity while it is being saved

  /* Read again what another window, a colleague or the server changed; what was said here meanwhile is newer. */
  async reload(): Promise<void> {
    const { store } = this;
    const begun = (this.tick += 1);
    const kept = await store.answers(this.id);
    for (const [key, at] of this.saved) {
      const own = this.kept.get(key);
      if (at >= begun && own) kept.set(key, { ...own, version: kept.get(key)?.version ?? own.version });
    }
    this.kept = kept;
    this.visit = (await store.visit(this.id)) ?? this.visit;
    this.local = await localOf(store, this.id);
    this.seen = null;
  }

  answer(key: string): Answer {
    const item = this.byKey.get(key.split("#")[0]!);
    return this.kept.get(key)?.values ?? (item ? answerOf(this.world, item, key) : {});
  }

  declared(key: string): Answer | null {
    return this.visit.bundle.declared?.[key.split("#")[0]!] ?? null;
  }

  get drawn(): Drawn {
    const found = new Map<string, readonly number[]>();
    for (const [code, { units }] of Object.entries(this.visit.bundle.samples)) if (units) found.set(code, units);
    for (const [code, { drawn }] of Object.entries(this.local.draws)) if (!found.has(code)) found.set(code, drawn);
    return found;
  }

  /* The hold of a section that is this tablet's, null where it is nobody's or another's. */
  ownHold(section: string): LocalHold | null {
    const here = this.local.holds[section];
    if (here) return here.isGiven ? null : here;
    const told = this.visit.bundle.holds[section];
    return told?.device === this.store.device ? { hold: told.hold, chain: [], isGiven: false } : null;
  }

  private seen: World | null = null;

  get world(): World {
    const { institution, starts_at, announced_at } = this.visit.entry;
    return (this.seen ??= {
      answers: new Map([...this.kept].map(([key, { values }]) => [key, values])),
      byKey: this.byKey,
      kind: institution.kind,
      visitOn: localDay(announced_at || this.local.begunAt || starts_at || new Date().toISOString()),
      institution,
    });
  }

  /* Keep a changed answer: on the tablet when this returns, at the server as soon as it can be. */
  async save(key: string, values: Answer): Promise<void> {
    await this.saving(key, values, () => this.store.saveAnswer(this.id, key, values, this.by));
  }

  /* Keep an answer together with a file that it gained. */
  async saveWithPhoto(photo: Omit<NewPhoto, "visit">, values: Answer): Promise<void> {
    await this.saving(photo.key, values, () => this.store.keepPhoto({ ...photo, visit: this.id }, { values, by: this.by }));
  }

  /* The page knows the answer before the store has it: whatever is said next builds on it. */
  private async saving(key: string, values: Answer, write: () => Promise<void>): Promise<void> {
    this.kept.set(key, { values, version: this.kept.get(key)?.version ?? 0, by: this.by, at: new Date().toISOString() });
    this.seen = null;
    const mine = (this.tick += 1);
    this.begun.set(key, mine);
    this.saved.set(key, Infinity);
    const isLast = () => this.begun.get(key) === mine;
    await write().catch((error: unknown) => {
      if (isLast()) this.saved.delete(key); // what the store has is read again
      throw error;
    });
    if (isLast()) this.saved.set(key, (this.tick += 1));
  }

  private readonly begun = new Map<string, number>();

  private counted: { world: World; local: Local; visit: Visit; states: SectionState[] } | null = null;

  /* How far each section is; worked out once for what is known now, since the page asks for it in several places. */
  states(): SectionState[] {
    const { world, local, visit, drawn } = this;
    if (this.counted?.world !== world || this.counted.local !== local || this.counted.visit !== visit)
      this.counted = { world, local, visit, states: this.checklist.sections.map((section) => sectionState(this.checklist, section.code, drawn, world)) };
    return this.counted.states;
  }

  /* Change what only this tablet knows, together with the operation that tells the server; two windows take turns. */
  async change(update: (local: Local) => Local, operation?: Omit<NewOperation, "visit">): Promise<void> {
    this.local = await this.store.finish(changeLocal(this.store, this.id, update, operation));
  }
}
