/*
 * Photographs and files, in parts that go on where the last one stopped.
 *
 * Parts are small where the line is slow: a part that a cut destroys costs seconds, not minutes. The bytes stay
 * on the tablet until the server has the whole file and its SHA-256 is right.
 */
import type { PhotoRow } from "../store/database";
import type { Store } from "../store/store";
import { unlessNoRoom } from "../store/kept";
import { type Progress, Refused, evidenceOffset, sendPart } from "./api";

const SMALLEST_PART = 8 * 1024;
const LARGEST_PART = 1024 * 1024;
const PART_SECONDS = 3;

let part = 32 * 1024;

/*
 * Send what is left of one file. Raises what the api raises; what has arrived until then stays arrived. Bytes that are gone
 * went with their receipt, which the tablet had no room or no time to note.
 */
export async function upload(store: Store, row: PhotoRow): Promise<void> {
  const bytes = await store.photoBytes(row.id);
  let progress: Progress = { offset: await evidenceOffset(row.id, store.device), complete: false };
  if (!bytes) return progress.offset < row.size ? undefined : store.photoArrived(row.id);
  do {
    const begun = performance.now();
    progress = await sendFrom(store, row.id, bytes, progress.offset);
    adapt(performance.now() - begun);
    await store.photoProgress(row.id, progress.offset).catch(unlessNoRoom); // only shown: the server is asked how far it is
  } while (!progress.complete);
  await store.photoArrived(row.id);
}

/* A part that begins elsewhere than the server expects is answered with where it stands. */
async function sendFrom(store: Store, id: string, bytes: ArrayBuffer, offset: number): Promise<Progress> {
  try {
    return await sendPart(id, store.device, offset, bytes.slice(offset, offset + part));
  } catch (error) {
    if (error instanceof Refused && error.status === 409) return { offset: offsetIn(error), complete: false };
    part = Math.max(SMALLEST_PART, Math.round(part / 4));
    throw error;
  }
}

const offsetIn = ({ detail }: Refused): number => (detail as { offset?: number } | null)?.offset ?? 0;

function adapt(milliseconds: number): void {
  const seconds = milliseconds / 1000;
  if (seconds < PART_SECONDS / 2) part = Math.min(LARGEST_PART, part * 2);
  else if (seconds > PART_SECONDS) part = Math.max(SMALLEST_PART, Math.round(part / 2));
}
