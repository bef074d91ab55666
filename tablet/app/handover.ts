/*
 * A section handed from tablet to tablet without a network (inspections/protocol/handover.py reads it later).
 *
 * Who takes shows a code with the id of the own tablet; who gives signs a token for exactly that tablet and shows it.
 * The server proves the whole chain when either of them next meets it. What the giver answered until then stays the
 * giver's: those operations are frozen, and the token says how many there are.
 */
import { canonical } from "./core/canonical";
import { waiting } from "./core/outbox";
import { signingKey } from "./opening";
import type { Store } from "./store/store";
import type { OpenVisit } from "./visit";

export interface Token {
  visit: string;
  section: string;
  hold: string;
  token: string;
  from: string;
  to: string;
  at: string;
  seq: number;
}

export interface SignedToken {
  token: Token;
  signature: string;
}

export type Code = { is: "device"; visit: string; device: string; name: string } | { is: "hand-over"; name: string; chain: SignedToken[] };

export class WrongCode extends Error {}

/* Raises WrongCode for a text that is no code of ours. */
export function read(text: string): Code {
  try {
    const code = JSON.parse(text) as Code;
    if (code.is === "device" && code.visit && code.device) return code;
    if (code.is === "hand-over" && Array.isArray(code.chain) && code.chain.length) return code;
  } catch {
    // told below, like every other text
  }
  throw new WrongCode(text.slice(0, 40));
}

export const ownCode = (visit: OpenVisit): string => JSON.stringify({ is: "device", visit: visit.id, device: visit.store.device, name: visit.by } satisfies Code);

/* Hand a section of this tablet's on; return the code to be shown. Raises WrongCode for a code of another visit. */
export async function handOn(visit: OpenVisit, section: string, to: Code): Promise<string> {
  const { store } = visit;
  const own = visit.ownHold(section);
  if (to.is !== "device" || to.visit !== visit.id || to.device === store.device || !own) throw new WrongCode("not for this visit");
  const pending = waiting(await store.operationRows()).filter((row) => row.visit === visit.id && row.device === store.device);
  await store.freeze(pending);
  const next = (await store.recall<number>(`next/${visit.id}/${store.device}`)) ?? visit.visit.bundle.next;
  const token: Token = { visit: visit.id, section, hold: own.hold, token: crypto.randomUUID(), from: store.device, to: to.device, at: new Date().toISOString(), seq: next - 1 + pending.length };
  const chain = [...own.chain, { token, signature: await signed(store, token) }];
  await visit.change((local) => ({ ...local, holds: { ...local.holds, [section]: { hold: token.token, chain, isGiven: true } } }));
  return JSON.stringify({ is: "hand-over", name: visit.by, chain } satisfies Code);
}

/* Take what another tablet handed on; return its section. Raises WrongCode for a token that is not this tablet's. */
export async function takeOver(visit: OpenVisit, code: Code): Promise<string> {
  const last = code.is === "hand-over" ? code.chain.at(-1)?.token : undefined;
  if (code.is !== "hand-over" || !last || last.visit !== visit.id || last.to !== visit.store.device) throw new WrongCode("not for this tablet");
  const taken = { hold: last.token, chain: code.chain, isGiven: false };
  await visit.change((local) => ({ ...local, holds: { ...local.holds, [last.section]: taken } }), { kind: "section.take", about: "", payload: { section: last.section, tokens: code.chain } });
  return last.section;
}

export async function take(visit: OpenVisit, section: string): Promise<void> {
  const hold = crypto.randomUUID();
  await visit.change((local) => ({ ...local, holds: { ...local.holds, [section]: { hold, chain: [], isGiven: false } } }), { id: hold, kind: "section.take", about: "", payload: { section, tokens: [] } });
}

export async function putBack(visit: OpenVisit, section: string): Promise<void> {
  await visit.change((local) => ({ ...local, holds: { ...local.holds, [section]: { hold: "", chain: [], isGiven: true } } }), { kind: "section.give", about: "", payload: { section } });
}

async function signed(store: Store, token: Token): Promise<string> {
  const { privateKey } = await signingKey(store);
  const key = await crypto.subtle.importKey("jwk", privateKey, { name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
  const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, new TextEncoder().encode(canonical(token)));
  return btoa(String.fromCharCode(...new Uint8Array(signature))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
