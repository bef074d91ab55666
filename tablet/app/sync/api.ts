/* The server's doors (docs/reference/tablet-protocol.md), with the ways they fail told apart. */
import type { Checklist } from "../core/checklist";
import type { Operation, Result } from "../core/outbox";
import type { Bundle, VisitEntry } from "../store/types";

const DATA = "/tablet/api/";
const PATIENCE_MS = 60_000;

export class NoNetwork extends Error {} // nothing came back: no network, a dropped line, too slow
export class SignedOut extends Error {} // sign in again, then everything goes on
export class DeviceClosed extends Error {} // the server has ended this device's access
export class Refused extends Error {
  constructor(readonly status: number, readonly detail: unknown) {
    super(`the server answered ${status}`);
  }
}

export interface Me {
  person: { id: string; name: string } | null;
  now: string;
}

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(path, { credentials: "same-origin", redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS), ...init });
  } catch (error) {
    throw new NoNetwork(String(error));
  }
  if (answer.type === "opaqueredirect") throw new SignedOut("sent to the sign-in page");
  if (answer.status === 401) throw ((await body(answer)) as { signed_out?: boolean } | null)?.signed_out ? new DeviceClosed("closed") : new SignedOut("401");
  if (!answer.ok) throw new Refused(answer.status, await body(answer));
  return answer;
}

/* What came, null where it is no JSON; a line cut in the middle is no network. */
async function body(answer: Response): Promise<unknown> {
  const text = await answer.text().catch((error: unknown) => {
    throw new NoNetwork(String(error));
  });
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

async function get<Value>(path: string, device = ""): Promise<Value> {
  const found = await body(await ask(path, { headers: device ? { "X-Device": device } : {} }));
  if (found === null) throw new NoNetwork("an answer without content");
  return found as Value;
}

async function post<Value>(path: string, content: unknown, device: string): Promise<Value> {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token(), "X-Device": device };
  const found = await body(await ask(path, { method: "POST", headers, body: JSON.stringify(content) }));
  if (found === null) throw new NoNetwork("an answer without content");
  return found as Value;
}

const token = (): string => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";

export const me = (): Promise<Me> => get<Me>("/tablet/me/");

export const registerDevice = (id: string, name: string, publicKey: JsonWebKey): Promise<unknown> => post(`${DATA}devices/`, { id, name, public_key: publicKey }, id);

export const visits = (device: string): Promise<{ now: string; visits: VisitEntry[] }> => get(`${DATA}visits/`, device);

export const checklist = (hash: string, device: string): Promise<Checklist> => get(`${DATA}checklists/${hash}/`, device);

export const changes = (visit: string, after: number, device: string): Promise<Bundle> => get(`${DATA}visits/${visit}/changes/?after=${after}`, device);

export const bundle = (visit: string, device: string): Promise<Bundle> => get(`${DATA}visits/${visit}/`, device);

/* next: the number the device's next operation in this visit has. */
export interface Sent {
  now: string;
  results: Result[];
  next: number;
}

/* The device's operations in a visit are numbered without a gap, from what the server awaits next. */
export function send(visit: string, sender: string, next: number, operations: readonly Operation[]): Promise<Sent> {
  const framed = operations.map(({ id, at, kind, payload }, index) => ({ id, seq: next + index, at, kind, payload }));
  return post(`${DATA}visits/${visit}/operations/`, { device: operations[0]!.device, sent_at: new Date().toISOString(), operations: framed }, sender);
}

/* How many bytes of a file the server holds. */
export async function evidenceOffset(id: string, device: string): Promise<number> {
  const answer = await ask(`${DATA}evidence/${id}/`, { method: "HEAD", headers: { "X-Device": device } });
  return Number(answer.headers.get("Upload-Offset") ?? 0);
}

export interface Progress {
  offset: number;
  complete: boolean;
}

/* Send one part; an empty one at the end finishes what a fault left unfinished. */
export async function sendPart(id: string, device: string, offset: number, part: BlobPart): Promise<Progress> {
  const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset), "X-CSRFToken": token(), "X-Device": device };
  const found = await body(await ask(`${DATA}evidence/${id}/`, { method: "PATCH", headers, body: new Blob([part]) }));
  if (found === null) throw new NoNetwork("an answer without content");
  return found as Progress;
}

/* Return whether the session is over. */
export async function signOutOfServer(): Promise<boolean> {
  const answer = await fetch("/accounts/logout/", { method: "POST", headers: { "X-CSRFToken": token() }, redirect: "manual" }).catch(() => null);
  return answer !== null && (answer.ok || answer.type === "opaqueredirect");
}
