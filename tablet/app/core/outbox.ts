/*
 * The outbox as pure steps: what waits, what may go together, what a server's answer means for it.
 *
 * An operation that was sent once is never changed: the same id always carries the same bytes, since the
 * server may have it already. One that was not sent may be replaced by a newer one about the same answer.
 */
export interface Operation {
  seq: number; // the device's own order
  id: string;
  visit: string;
  kind: string;
  at: string; // by the device's clock
  about: string; // item key or "" : operations about the same answer go one after the other
  payload: Record<string, unknown>;
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
  version?: number;
  detail?: unknown;
}

export type Outcome =
  | { is: "done"; version: number | null }
  | { is: "conflict" }
  | { is: "again" } // in flight, or the server could not say
  | { is: "rejected"; why: string };

export const LARGEST_BATCH = 100;

export const waiting = (operations: readonly Operation[]): Operation[] => operations.filter((each) => !each.rejected);

/*
 * What to send next of one visit, in order: at most one about the same answer, so that each builds on the last
 * receipt. What is about no answer in particular (a draw, minutes, the end of the visit) goes alone, and only
 * when everything before it has its receipt.
 */
export function nextBatch(operations: readonly Operation[], visit: string, most = LARGEST_BATCH): Operation[] {
  const batch: Operation[] = [];
  const held = new Set<string>();
  for (const each of waiting(operations).filter((operation) => operation.visit === visit).sort((a, b) => a.seq - b.seq)) {
    if (batch.length >= most) break;
    if (!each.about) return batch.length ? batch : [each];
    if (held.has(each.about)) continue;
    held.add(each.about);
    batch.push(each);
  }
  return batch;
}

/* The waiting operation that a newer one about the same answer takes the place of, or null. */
export function replaceable(operations: readonly Operation[], visit: string, kind: string, about: string): Operation | null {
  if (kind !== "answer.set") return null;
  return waiting(operations).find((each) => each.visit === visit && each.kind === kind && each.about === about && !each.wasSent) ?? null;
}

export function outcomeOf(result: Result | undefined): Outcome {
  if (!result) return { is: "again" };
  if (result.code === 200) return { is: "done", version: versionIn(result) };
  if (result.code === 409) return result.status === "conflict" ? { is: "conflict" } : { is: "again" };
  if (result.code >= 500 || result.code === 429) return { is: "again" };
  return { is: "rejected", why: wordsOf(result) };
}

function versionIn(result: Result): number | null {
  const detail = result.detail as { version?: number } | null | undefined;
  return result.version ?? (typeof detail === "object" ? detail?.version : undefined) ?? null;
}

function wordsOf({ status, detail }: Result): string {
  if (typeof detail === "string" && detail) return detail;
  return status;
}

/* An operation that waits behind an own one builds on its receipt; one made on a colleague's older version does not. */
export function rebased(operation: Operation, receivedBase: unknown, version: number | null): Operation {
  if (version === null || operation.wasSent || operation.payload["base"] !== receivedBase) return operation;
  return { ...operation, payload: { ...operation.payload, base: version } };
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
