/* What is open now: whose store, the sender's words, and the way between pages. One person at a time. */
import { type Sender, type SenderState } from "./sync/sender";
import type { Store } from "./store/store";
import type { Lock } from "./store/vault";

export interface Session {
  store: Store;
  lock: Lock;
  sender: Sender;
}

let session: Session | null = null;
let line: SenderState = { line: "unknown", clockOffMs: 0, lastContactAt: "", problem: "" };
const hearers = new Set<() => void>();

export const current = (): Session => {
  if (!session) throw new Error("locked");
  return session;
};
export const isOpen = (): boolean => session !== null;
export const isOpenFor = (store: Store): boolean => session?.store === store;

export function begin(begun: Session): void {
  session = begun;
}

export function end(): void {
  session?.sender.stop();
  session?.store.close();
  session = null;
  line = { line: "unknown", clockOffMs: 0, lastContactAt: "", problem: "" };
}

export const lineState = (): SenderState => line;

export function heardFromSender(state: SenderState): void {
  line = state;
  hearers.forEach((hear) => hear());
}

export function onLine(hear: () => void): () => void {
  hearers.add(hear);
  return () => hearers.delete(hear);
}

export function go(path: string): void {
  if (location.hash === `#${path}`) window.dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = path;
}
