/*
 * What only this tablet knows of a visit so far: draws, the beginning, minutes, sections taken or handed on. It lies in a
 * note of its own, laid over what the server said: a newer bundle never hides it.
 */
import type { SignedToken } from "./handover";
import type { NewOperation, Store } from "./store/store";

export interface LocalMinutes {
  id: string;
  kind: "announcement" | "session" | "inspection";
  content: Record<string, unknown>;
  digest: string;
  madeAt: string;
  signatures: Record<string, unknown>[];
}

export interface Local {
  draws: Record<string, { population: number; seed: string; drawn: number[]; at: string }>;
  begunAt: string;
  endedAt: string;
  minutes: LocalMinutes[];
  holds: Record<string, LocalHold>; // sections taken or handed on here, until the server refuses the taking
}

/* hold: what the next token goes on from, "" where it was put back; chain: the tokens by which it came; isGiven: handed on or put back. */
export interface LocalHold {
  hold: string;
  chain: SignedToken[];
  isGiven: boolean;
}

const NOTHING: Local = { draws: {}, begunAt: "", endedAt: "", minutes: [], holds: {} };

export const localOf = async (store: Store, visit: string): Promise<Local> => ({ ...NOTHING, ...(await store.note<Local>(`local/${visit}`)) });

/* Change it, together with the operation that tells the server or not at all; two windows take turns. Returns what it is now. */
export async function changeLocal(store: Store, visit: string, update: (local: Local) => Local, operation?: Omit<NewOperation, "visit">): Promise<Local> {
  return inItsTurn(store, visit, update, async (name, value) => void (await (operation ? store.enqueue({ ...operation, visit }, { name, value }) : store.keepNote(name, value))));
}

async function inItsTurn(store: Store, visit: string, update: (local: Local) => Local, keep: (name: string, local: Local) => Promise<void>): Promise<Local> {
  const name = `local/${visit}`;
  const changed = await navigator.locks.request(`motcua-${name}`, async () => {
    const local = update(await localOf(store, visit));
    await keep(name, local);
    return local;
  });
  store.tell({ what: "visit", visit });
  return changed;
}

/* The server refused a taking: the section is not this tablet's, whatever it believed until now. */
export async function forgetTaking(store: Store, visit: string, operation: { id: string; payload: Record<string, unknown> }): Promise<void> {
  const { section, tokens } = operation.payload as { section: string; tokens?: SignedToken[] };
  const names = [operation.id, tokens?.at(-1)?.token.token];
  const without = (local: Local): Local => {
    const { [section]: hold, ...others } = local.holds;
    return hold && !hold.isGiven && names.includes(hold.hold) ? { ...local, holds: others } : local;
  };
  await inItsTurn(store, visit, without, (name, local) => store.keepOwnNote(name, local));
}
