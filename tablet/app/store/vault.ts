/*
 * The lock of one person's store on this tablet.
 *
 * A random AES-GCM key encrypts everything; the key itself lies here wrapped under one derived from the PIN
 * (PBKDF2, SHA-256). A wrong PIN costs more time each time. A PIN of few digits only delays somebody who has
 * copied the disk: docs/decisions/tablet-application.md says what this lock is for and what it is not.
 */
import { type DBSchema, type IDBPDatabase, deleteDB, openDB } from "idb";
import { databaseName } from "./database";

export const ITERATIONS = 600_000;
export const SHORTEST_PIN = 6;
const FREE_TRIES = 3;
const LONGEST_WAIT_MS = 15 * 60_000;

export interface Lock {
  person: string;
  name: string;
  device: string; // id of this tablet under this person's name
  salt: Uint8Array<ArrayBuffer>;
  iterations: number;
  wrapped: ArrayBuffer;
  iv: Uint8Array<ArrayBuffer>;
  wrong: number;
  waitUntil: number; // by the device's clock
  signedOutAt: string; // the server closed this device's access; "" while it is open
}

interface DeviceSchema extends DBSchema {
  locks: { key: string; value: Lock };
}

export class WrongPin extends Error {
  constructor(readonly waitUntil: number) {
    super("wrong PIN");
  }
}

export class MustWait extends Error {
  constructor(readonly waitUntil: number) {
    super("too many wrong PINs");
  }
}

export class HasStore extends Error {} // there is one of this person here, made in another window

const device = (): Promise<IDBPDatabase<DeviceSchema>> =>
  openDB<DeviceSchema>("motcua-tablet", 1, { upgrade: (database) => void database.createObjectStore("locks", { keyPath: "person" }) });

export async function locks(): Promise<Lock[]> {
  const database = await device();
  const all = await database.getAll("locks");
  database.close();
  return all;
}

async function keep(lock: Lock): Promise<void> {
  const database = await device();
  await database.put("locks", lock);
  database.close();
}

/* A lock never takes the place of another: what that one's key has sealed could not be opened any more. */
async function add(lock: Lock): Promise<void> {
  const database = await device();
  await database.add("locks", lock).catch((error: unknown) => {
    throw error instanceof DOMException && error.name === "ConstraintError" ? new HasStore() : error;
  }).finally(() => database.close());
}

/* Make the store of a person who has none on this tablet; return the key that opens it. Raises HasStore. */
export async function makeLock(person: string, name: string, pin: string): Promise<CryptoKey> {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
  const lock = { person, name, device: crypto.randomUUID(), wrong: 0, waitUntil: 0, signedOutAt: "", ...(await wrap(key, pin)) };
  await add(lock);
  await deleteDB(databaseName(person)); // what an older key sealed, left by a sign-out that was cut off, is not to be read
  return unwrap(lock, pin, false);
}

/* Raises MustWait while the last wrong PIN still costs time, WrongPin for one more. */
export async function unlock(person: string, pin: string, now = Date.now()): Promise<CryptoKey> {
  return opened(person, pin, now, false);
}

export async function changePin(person: string, old: string, pin: string, now = Date.now()): Promise<void> {
  const key = await opened(person, old, now, true);
  const lock = await lockOf(person);
  await keep({ ...lock, ...(await wrap(key, pin)) });
}

export async function markSignedOut(person: string, at: string): Promise<void> {
  const lock = await lockOf(person);
  await keep({ ...lock, signedOutAt: at });
}

/* After the person has signed in again: the same data under a device id of its own. */
export async function renewDevice(person: string): Promise<Lock> {
  const lock = { ...(await lockOf(person)), device: crypto.randomUUID(), signedOutAt: "" };
  await keep(lock);
  return lock;
}

export async function forget(person: string): Promise<void> {
  const database = await device();
  await database.delete("locks", person);
  database.close();
}

export async function lockOf(person: string): Promise<Lock> {
  const found = (await locks()).find((lock) => lock.person === person);
  if (!found) throw new Error(`no store of ${person}`);
  return found;
}

async function opened(person: string, pin: string, now: number, extractable: boolean): Promise<CryptoKey> {
  const lock = await lockOf(person);
  if (now < lock.waitUntil) throw new MustWait(lock.waitUntil);
  const wrong = lock.wrong + 1;
  const counted = { ...lock, wrong, waitUntil: now + waitAfter(wrong) };
  await keep(counted); // counted before it is tried: closing the window saves nobody the wait
  const key = await unwrap(lock, pin, extractable).catch(() => null);
  if (!key) throw new WrongPin(counted.waitUntil);
  await keep({ ...lock, wrong: 0, waitUntil: 0 });
  return key;
}

export function waitAfter(wrong: number): number {
  return wrong <= FREE_TRIES ? 0 : Math.min(LONGEST_WAIT_MS, 2_000 * 2 ** (wrong - FREE_TRIES));
}

async function wrap(key: CryptoKey, pin: string): Promise<Pick<Lock, "salt" | "iv" | "iterations" | "wrapped">> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const wrapping = await derived(pin, salt, ITERATIONS);
  return { salt, iv, iterations: ITERATIONS, wrapped: await crypto.subtle.wrapKey("raw", key, wrapping, { name: "AES-GCM", iv }) };
}

async function unwrap(lock: Pick<Lock, "salt" | "iv" | "iterations" | "wrapped">, pin: string, extractable: boolean): Promise<CryptoKey> {
  const wrapping = await derived(pin, lock.salt, lock.iterations);
  return crypto.subtle.unwrapKey("raw", lock.wrapped, wrapping, { name: "AES-GCM", iv: lock.iv }, "AES-GCM", extractable, ["encrypt", "decrypt"]);
}

export async function derived(secret: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", new TextEncoder().encode(secret.normalize("NFC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey", "encrypt", "decrypt"]);
}
