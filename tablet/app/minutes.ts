/* Minutes of an open visit: made from what lies on the tablet, bound to their digest, signed by both sides. */
import { digest } from "./core/canonical";
import { type Found, type MinutesKind, makeContent, proposedFindings } from "./core/minutes";
import type { Local, LocalMinutes } from "./local";
import type { OpenVisit } from "./visit";

export interface SignatureFacts {
  side: "team" | "institution" | "commune" | "witness";
  method: "drawn" | "ink" | "refused";
  name: string;
  title: string;
  evidence: string | null;
  id_number: string;
  address: string;
  refusal_reason: string;
}

export async function foundOf(visit: OpenVisit): Promise<Found> {
  const { bundle } = visit.visit;
  const hashes = new Map(Object.entries(bundle.evidence ?? {}).map(([id, { sha256 }]) => [id, sha256]));
  const { store } = visit;
  for (const row of await store.photoRows()) if (row.visit === visit.id && !row.isDraft) hashes.set(row.id, (await store.photoFacts(row)).sha256);
  const samples: Found["samples"] = {};
  for (const [code, { seed, population }] of Object.entries({ ...visit.local.draws, ...bundle.samples })) {
    const drawnHere = visit.local.draws[code];
    samples[code] = { seed: population === null ? (drawnHere?.seed ?? seed) : seed, population: population ?? drawnHere?.population ?? 0 };
  }
  return { checklist: { ...visit.checklist, hash: visit.visit.entry.checklist ?? visit.checklist.hash }, world: visit.world, drawn: visit.drawn, samples, declared: bundle.declared ?? {}, hashes };
}

export const findingsOf = async (visit: OpenVisit): Promise<Record<string, unknown>[]> => proposedFindings(await foundOf(visit));

/* Make minutes; they are on the tablet when this returns. Raises NotCanonical for a text with half a character. */
export async function makeMinutes(visit: OpenVisit, kind: MinutesKind, spot: Record<string, unknown>): Promise<LocalMinutes> {
  const content = makeContent(kind, visit.visit.bundle.minutes_basis ?? {}, await foundOf(visit), spot);
  const made: LocalMinutes = { id: crypto.randomUUID(), kind, content, digest: await digest(content), madeAt: new Date().toISOString(), signatures: [] };
  const others = (local: Local) => local.minutes.filter((each) => kind === "session" || each.kind !== kind || each.signatures.length > 0);
  await visit.change((local) => ({ ...local, minutes: [...others(local), made] }), { kind: "minutes.make", about: "", payload: { id: made.id, kind, content, digest: made.digest } });
  return made;
}

/* Put one name under minutes, bound to the digest of what was read. */
export async function signMinutes(visit: OpenVisit, minutes: Pick<LocalMinutes, "id" | "digest">, signature: SignatureFacts): Promise<void> {
  const signed = { ...signature, at: new Date().toISOString() };
  const withIt = (each: LocalMinutes) => (each.id === minutes.id ? { ...each, signatures: [...each.signatures, signed] } : each);
  await visit.change((local) => ({ ...local, minutes: local.minutes.map(withIt) }), { kind: "minutes.sign", about: "", payload: { minutes: minutes.id, digest: minutes.digest, ...signature } });
}

/* Minutes of a visit as they stand: the server's, and those made here of which it does not know yet. */
export function minutesOf(visit: OpenVisit): LocalMinutes[] {
  const told = visit.visit.bundle.minutes.filter((each) => !each.voided);
  const known = new Map<string, LocalMinutes>(told.map((each) => [each.id, { id: each.id, kind: each.kind as MinutesKind, content: each.content, digest: each.digest, madeAt: "", signatures: each.signatures }]));
  for (const here of visit.local.minutes) {
    const before = known.get(here.id);
    const isVoided = visit.visit.bundle.minutes.some((each) => each.id === here.id && each.voided);
    if (!isVoided && (!before || before.signatures.length < here.signatures.length)) known.set(here.id, here);
  }
  return [...known.values()];
}
