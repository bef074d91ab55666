/* Brings the visits of the next 14 days to the tablet, whole: what cannot be fetched whole is left as it was. */
import type { Store } from "../store/store";
import type { Bundle, KeptAnswer, Visit, VisitEntry } from "../store/types";
import * as api from "./api";

type Fresh = Omit<Bundle, "answers">;

/* What no number tells of (a declaration, a member, the decision) is asked for this often. */
const OLD_MS = 10 * 60_000;

/* Fetch the list and everything that is new in it, everything at all where somebody asked. What a visit did not take while it was closed waits again once it is open. */
export async function fetchAll(store: Store, isAsked = false): Promise<void> {
  const { visits } = await api.visits(store.device);
  for (const entry of visits.filter((each) => each.checklist)) {
    const kept = await store.visit(entry.id);
    if (!kept || isAsked || kept.entry.seq !== entry.seq || (!entry.closed && isOld(kept))) await fetchVisit(store, entry);
    else await store.keepVisit({ ...kept, entry });
    if (!entry.closed) await store.release(entry.id);
  }
  await store.releasePhotos();
  const listed = new Set(visits.map((entry) => entry.id));
  for (const { entry } of await store.visits()) if (!listed.has(entry.id)) await store.forgetVisit(entry.id);
  await store.remember("list", { fetchedAt: new Date().toISOString(), ids: visits.map((entry) => entry.id) });
}

const isOld = ({ fetchedAt }: Visit): boolean => Math.abs(Date.now() - Date.parse(fetchedAt)) > OLD_MS;

/* The whole visit at first, then what changed. The checklist has its hash for a name, and a hash never changes. */
export async function fetchVisit(store: Store, entry: VisitEntry): Promise<void> {
  const kept = await store.visit(entry.id);
  const { answers, ...fresh } = kept ? await api.changes(entry.id, kept.bundle.seq, store.device) : await api.bundle(entry.id, store.device);
  const hash = fresh.visit.checklist;
  if (hash && !(await store.checklist(hash))) await store.keepChecklist(hash, await api.checklist(hash, store.device));
  await store.takeAnswers(entry.id, answersOf(answers, fresh));
  await store.keepVisit({ entry: fresh.visit, bundle: kept ? merged(kept, fresh) : fresh, fetchedAt: new Date().toISOString() });
}

function merged({ bundle }: Visit, fresh: Fresh): Fresh {
  return { ...bundle, ...fresh, conflicts: byId(bundle.conflicts, fresh.conflicts), minutes: byId(bundle.minutes, fresh.minutes), evidence: { ...bundle.evidence, ...fresh.evidence } };
}

const byId = <Row extends { id: string }>(old: readonly Row[], fresh: readonly Row[]): Row[] => [...new Map([...old, ...fresh].map((row) => [row.id, row])).values()];

function answersOf(answers: Bundle["answers"], { team }: Fresh): Map<string, KeptAnswer> {
  const names = new Map(team.map((member) => [member.person, member.name]));
  return new Map(Object.entries(answers).map(([key, { values, version, by, changed_at }]) => [key, { values, version, by: names.get(by) ?? "", at: changed_at }]));
}
