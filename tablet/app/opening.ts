/* From a key to an open session: the store, and the sender that brings its work to the server. */
import { type Session, heardFromSender } from "./session";
import { type Change, Store } from "./store/store";
import { lockOf, markSignedOut } from "./store/vault";
import { registerDevice } from "./sync/api";
import { Sender, type SenderState } from "./sync/sender";

export async function openSession(person: string, key: CryptoKey): Promise<Session> {
  const lock = await lockOf(person);
  const store = await Store.open(person, lock.device, key);
  const sender = new Sender(store, (state) => store.tell({ what: "line", visit: "", state }), () => register(store));
  store.listen((change) => void hear(store, sender, change));
  store.tell({ what: "asks", visit: "" });
  void sender.run();
  await navigator.storage?.persist?.().catch(() => false);
  return { store, lock, sender };
}

/* Only one window sends; what it hears of the server, all windows say. */
async function hear(store: Store, sender: Sender, { what, state }: Change): Promise<void> {
  if (what === "asks" && sender.state.lastContactAt) store.tell({ what: "line", visit: "", state: sender.state });
  if (what !== "line") return;
  const heard = state as SenderState;
  if (heard.line === "device closed") await markSignedOut(store.person, new Date().toISOString()).catch(() => {}); // it is locked all the same, and told again
  heardFromSender(heard);
}

/* The tablet tells the server its id and the public half of the key it signs hand-overs with, once. */
async function register(store: Store): Promise<void> {
  const told = await store.recall<{ device: string }>("registered");
  if (told?.device === store.device) return;
  const { publicKey } = await signingKey(store);
  await registerDevice(store.device, navigator.userAgent.slice(0, 100), publicKey);
  await store.remember("registered", { device: store.device });
}

export interface SigningKey {
  publicKey: JsonWebKey;
  privateKey: JsonWebKey;
}

export async function signingKey(store: Store): Promise<SigningKey> {
  const kept = await store.note<SigningKey & { device: string }>("signing key");
  if (kept?.device === store.device) return kept;
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  const [publicKey, privateKey] = await Promise.all([pair.publicKey, pair.privateKey].map((half) => crypto.subtle.exportKey("jwk", half)));
  const { kty, crv, x, y } = publicKey!;
  const made = { device: store.device, publicKey: { kty, crv, x, y } as JsonWebKey, privateKey: privateKey! };
  await store.keepOwnNote("signing key", made);
  return made;
}
