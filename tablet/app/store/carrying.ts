/*
 * Work that was never sent, taken out of the tablet as an encrypted file, and brought into another of the same person.
 *
 * The file: one line of JSON (what it is, how the key is made of the passphrase), then sealed parts, each with its
 * length before it: the index, then each photograph. One photograph is open at a time.
 */
import type { Operation } from "../core/outbox";
import type { PhotoRow } from "./database";
import { open, openBytes, seal, sealBytes, type Sealed } from "./sealing";
import type { Store } from "./store";
import type { PhotoFacts } from "./types";
import { ITERATIONS, derived } from "./vault";

const FORMAT = "motcua-tablet-1";
export const SHORTEST_PASSPHRASE = 10;

interface Header {
  format: string;
  person: string;
  madeAt: string;
  iterations: number;
  salt: number[];
  photos: string[];
}

interface Index {
  operations: Operation[];
  photos: { row: Omit<PhotoRow, "facts" | "thumbnail">; facts: PhotoFacts }[];
}

export class NotThisFile extends Error {} // another kind of file, another person's, or the wrong passphrase

/* All that never had its receipt, rejected work too; note that it was taken out. */
export async function carryOut(store: Store, passphrase: string): Promise<Blob> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const key = await derived(passphrase, salt, ITERATIONS);
  const rows = (await store.photoRows()).filter((row) => !row.isDone);
  const index: Index = { operations: await store.operations(), photos: [] };
  for (const { facts: _facts, thumbnail: _thumbnail, ...row } of rows) index.photos.push({ row, facts: await store.photoFacts(rows.find((each) => each.id === row.id)!) });
  const header: Header = { format: FORMAT, person: store.person, madeAt: new Date().toISOString(), iterations: ITERATIONS, salt: [...salt], photos: rows.map((row) => row.id) };
  const parts: BlobPart[] = [`${JSON.stringify(header)}\n`, ...framed(await seal(key, "index", index))];
  for (const { id } of rows) parts.push(...framed(await sealBytes(key, id, (await store.photoBytes(id)) ?? new ArrayBuffer(0))));
  await store.keepNote("carried out", [...index.operations.map((each) => each.id), ...rows.map((row) => row.id)]);
  return new Blob(parts, { type: "application/octet-stream" });
}

/* Everything that is not at the server lies in a file that was taken out. */
export async function isCarriedOut(store: Store): Promise<boolean> {
  const carried = new Set((await store.note<string[]>("carried out")) ?? []);
  const left = [...(await store.operationRows()), ...(await store.photoRows()).filter((row) => !row.isDone)];
  return left.every((each) => carried.has(each.id));
}

/* Bring a file in; return how many operations it held. Raises NotThisFile. */
export async function bringIn(store: Store, file: Blob, passphrase: string): Promise<number> {
  const { header, at } = await headerOf(file);
  if (header.format !== FORMAT || header.person !== store.person) throw new NotThisFile("another person's");
  const key = await derived(passphrase, new Uint8Array(header.salt), header.iterations);
  const reader = new PartReader(file, at);
  const index = await open<Index>(key, "index", await reader.next()).catch(() => {
    throw new NotThisFile("wrong passphrase");
  });
  // Announcements first: a file that went before its own would be refused for good.
  for (const operation of index.operations) await store.bringIn(operation);
  const photos = new Map(index.photos.map((photo) => [photo.row.id, photo]));
  for (const id of header.photos) {
    const bytes = await openBytes(key, id, await reader.next());
    const photo = photos.get(id);
    if (photo && bytes.byteLength) await store.bringInPhoto(photo.row, photo.facts, bytes);
  }
  return index.operations.length;
}

function framed({ iv, data }: Sealed): BlobPart[] {
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, data.byteLength);
  return [length.buffer, iv, data];
}

async function headerOf(file: Blob): Promise<{ header: Header; at: number }> {
  const head = new Uint8Array(await file.slice(0, 1_000_000).arrayBuffer());
  const end = head.indexOf(10);
  try {
    return { header: JSON.parse(new TextDecoder().decode(head.subarray(0, end))) as Header, at: end + 1 };
  } catch {
    throw new NotThisFile("no header");
  }
}

class PartReader {
  constructor(
    private readonly file: Blob,
    private at: number,
  ) {}

  async next(): Promise<Sealed> {
    const length = new DataView(await this.file.slice(this.at, this.at + 4).arrayBuffer()).getUint32(0);
    const iv = new Uint8Array(await this.file.slice(this.at + 4, this.at + 16).arrayBuffer());
    const data = await this.file.slice(this.at + 16, this.at + 16 + length).arrayBuffer();
    this.at += 16 + length;
    return { iv, data };
  }
}
