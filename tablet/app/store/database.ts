/*
 * One person's store: a database of their own, in which everything but identifiers and counts is sealed.
 *
 * What belongs together is written in one transaction: an answer and the operation that carries it, a receipt
 * and the operation it ends. Sealing comes first, since a transaction closes while anything else is awaited.
 */
import { type DBSchema, type IDBPDatabase, type IDBPObjectStore, openDB } from "idb";
import type { Sealed } from "./sealing";

/* base: the version an answer builds on, outside of the seal so that a receipt can raise it; null for other kinds. */
export interface OperationRow {
  seq?: number;
  id: string;
  device: string; // whose operation it is: this tablet's, or another's whose file was brought in
  visit: string;
  kind: string;
  about: string;
  base: number | null;
  wasSent: boolean;
  rejected: string;
  isHeld: boolean; // rejected for now: the visit is closed or suspended
  at: string;
  payload: Sealed;
}

/*
 * sent: how many bytes the server has said it holds; isDone: its receipt came and the bytes were deleted here;
 * isDraft: the inspector has not looked at it yet, so it does not leave the tablet.
 */
export interface PhotoRow {
  id: string;
  visit: string;
  key: string;
  size: number;
  sent: number;
  isDone: boolean;
  isDraft: boolean;
  refused: string; // why the server will never take it, or that it does not know it yet (core/counts.ts)
  facts: Sealed;
  thumbnail: Sealed | null;
}

interface StoreSchema extends DBSchema {
  visits: { key: string; value: { id: string; sealed: Sealed } };
  checklists: { key: string; value: { hash: string; sealed: Sealed } };
  answers: { key: [string, string]; value: { visit: string; key: string; version: number; sealed: Sealed }; indexes: { visit: string } };
  operations: { key: number; value: OperationRow; indexes: { visit: string; id: string } };
  photos: { key: string; value: PhotoRow; indexes: { visit: string } };
  bytes: { key: string; value: { id: string; sealed: Sealed } };
  notes: { key: string; value: { name: string; sealed: Sealed } };
}

export type Database = IDBPDatabase<StoreSchema>;
/* One store inside a transaction that writes. */
export type Written<Name extends keyof StoreSchema & ("answers" | "operations")> = IDBPObjectStore<StoreSchema, any, Name, "readwrite">;

export const databaseName = (person: string): string => `motcua-tablet-${person}`;

export function openDatabase(person: string): Promise<Database> {
  return openDB<StoreSchema>(databaseName(person), 1, {
    upgrade(database) {
      database.createObjectStore("visits", { keyPath: "id" });
      database.createObjectStore("checklists", { keyPath: "hash" });
      database.createObjectStore("answers", { keyPath: ["visit", "key"] }).createIndex("visit", "visit");
      const operations = database.createObjectStore("operations", { keyPath: "seq", autoIncrement: true });
      operations.createIndex("visit", "visit");
      operations.createIndex("id", "id", { unique: true });
      database.createObjectStore("photos", { keyPath: "id" }).createIndex("visit", "visit");
      database.createObjectStore("bytes", { keyPath: "id" });
      database.createObjectStore("notes", { keyPath: "name" });
    },
    // Signing out in another window deletes the store: this one lets go of it.
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
    },
  });
}
