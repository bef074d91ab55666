/*
 * The outbox as pure steps: what waits, what may go together, what a server's answer means for it.
 *
 * An operation that was sent once is never changed: the same id always carries the same bytes, since the
 * server may have it already. One that was not sent may be replaced by a newer one about the same answer.
 */
export interface Operation extends Waiting {
  seq: number; // the device's own order
  id: string;
  at: string; // by the device's clock
  payload: Record<string, unknown>;
}

/* What is known of an operation without opening it. */
export interface Waiting {
  device: string;
  visit: string;
  kind: string;
  about: string; // item key, evidence, or ""
  base: number | null; // the version of the answer it builds on
  wasSent: boolean;
  rejected: string; // the server's words, "" while it waits
}

export interface Receipt {
  seq?: number;
  at: string;
  digest?: string;
}

export interface Result {
  id: string;
  code: number;
  status: string;
  receipt?: Receipt | null;
  answer?: { key: string; version: number };
  detail?: string;
  faults?: Record<string, string>;
}

export type Outcome =
  | { is: "done"; version: number | null }
  | { is: "conflict"; version: number | null } // kept beside what stands, for the lead
  | { is: "again" } // in flight, out of order, or the server could not say
  | { is: "held"; why: string } // not taken now: the visit is closed or suspended, or one left the team
  | { is: "rejected"; why: string }; // never taken

export const LARGEST_BATCH = 100;

export const waiting = <Kept extends Waiting>(operations: readonly Kept[]): Kept[] => operations.filter((each) => !each.rejected);

/* What to send next of one visit and device, in the order it was done: the server takes each only after the one before it. */
export function nextBatch<Kept extends Waiting & { seq: number }>(operations: readonly Kept[], visit: string, device: string, most = LARGEST_BATCH): Kept[] {
  return waiting(operations)
    .filter((operation) => operation.visit === visit && operation.device === device)
    .sort((one, other) => one.seq - other.seq)
    .slice(0, most);
}

const LARGEST_REQUEST = 700_000;

/* As many of them, from the first on, as fit into one request; always one. */
export function fitting<Kept extends { payload: unknown }>(batch: readonly Kept[], most = LARGEST_REQUEST): Kept[] {
  let written = 0;
  const tooMany = batch.findIndex((each, index) => (written += JSON.stringify(each.payload).length * 2) > most && index > 0);
  return tooMany < 0 ? [...batch] : batch.slice(0, tooMany);
}

/* The waiting operation that a newer one about the same answer takes the place of, or null. */
export function replaceable<Kept extends Waiting>(operations: readonly Kept[], visit: string, kind: string, about: string): Kept | null {
  if (kind !== "answer.set") return null;
  return waiting(operations).find((each) => each.visit === visit && each.kind === kind && each.about === about && !each.wasSent) ?? null;
}

export function outcomeOf(result: Result | undefined): Outcome {
  if (!result) return { is: "again" };
  const version = result.answer?.version ?? null;
  if (result.code === 200) return { is: result.status === "conflict" ? "conflict" : "done", version };
  if (result.code === 403) return { is: "held", why: result.status };
  if (result.code === 422) return { is: "rejected", why: result.detail ?? result.status };
  return { is: "again" };
}

/* The base of an operation that waited behind an own one: its receipt's version, unless it built on another's. */
export function rebased(operation: Waiting, receivedBase: number | null, version: number): number | null {
  return operation.wasSent || operation.base !== receivedBase ? operation.base : version;
}

/* Milliseconds until the next try: 1 s doubled up to 60 s, a fifth of it by chance so that tablets do not march in step. */
export function backOff(failures: number, chance: number): number {
  const whole = Math.min(60_000, 1_000 * 2 ** Math.max(0, Math.min(failures, 10) - 1));
  return Math.round(whole * (0.8 + 0.4 * chance));
}

export const CLOCK_TOLERANCE_MS = 5 * 60_000;

/* How far the device's clock is ahead of the server's, in milliseconds; 0 within five minutes. */
export function clockError(deviceNow: number, serverNow: string): number {
  const off = deviceNow - Date.parse(serverNow);
  return Number.isNaN(off) || Math.abs(off) <= CLOCK_TOLERANCE_MS ? 0 : off;
}

/* When this tablet last met the server, by both clocks. */
export interface Met {
  deviceAt: string;
  serverAt: string;
}

/*
 * What is known of the clock without a network: wrong then is wrong now, unless it was set back since; a clock that says
 * an earlier moment than the server's then is wrong whatever it said.
 */
export function rememberedError({ deviceAt, serverAt }: Met, now: number): number {
  const wasSetBack = now < Date.parse(deviceAt) - CLOCK_TOLERANCE_MS;
  const since = now - Date.parse(serverAt);
  if (wasSetBack) return since < -CLOCK_TOLERANCE_MS ? since : 0;
  return clockError(Date.parse(deviceAt), serverAt);
}
