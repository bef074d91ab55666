/* Photographs, files and signatures: their facts, thumbnails and bytes, until the server has the whole file. */
import type { Answer } from "../core/checklist";
import { UNKNOWN_YET, isUnknownYet } from "../core/counts";
import { Answers } from "./answers";
import type { OperationRow, PhotoRow } from "./database";
import { STRICT } from "./kept";
import { open, openBytes, seal, sealBytes } from "./sealing";
import type { PhotoFacts } from "./types";
import { type PreparedAnswer, announced, putAnswer } from "./writing";

export type NewPhoto = { id: string; visit: string; key: string; bytes: ArrayBuffer; facts: PhotoFacts; thumbnail: ArrayBuffer | null };

export class Photos extends Answers {
  /* Keep a file that the inspector has still to look at: it stays on the tablet and nothing is announced. */
  keepDraft(photo: NewPhoto): Promise<void> {
    return this.inTurn(`photos/${photo.visit}/${photo.key}`, () => this.writePhoto(photo, true, null, null));
  }

  /*
   * Keep a file as it will be sent, the operation that announces it and the answer it belongs to, all at once; a draft of
   * the same id is replaced.
   */
  keepPhoto(photo: NewPhoto, answer: { values: Answer; by: string } | null): Promise<void> {
    return this.inTurn(`photos/${photo.visit}/${photo.key}`, () => this.announcePhoto(photo, answer));
  }

  private async announcePhoto(photo: NewPhoto, answer: { values: Answer; by: string } | null): Promise<void> {
    const { id, visit, key, bytes, facts } = photo;
    const operation = await this.sealedOperation({ visit, kind: "evidence.add", about: `evidence:${id}`, payload: announced(id, key, bytes.byteLength, facts) });
    await this.writePhoto(photo, false, operation, answer && (await this.prepareAnswer(visit, key, answer.values, answer.by)));
  }

  private async writePhoto(photo: NewPhoto, isDraft: boolean, operation: OperationRow | null, answer: PreparedAnswer | null): Promise<void> {
    const { id, visit, key, bytes, facts, thumbnail } = photo;
    const row: PhotoRow = {
      id, visit, key, size: bytes.byteLength, sent: 0, isDone: false, isDraft, refused: "",
      facts: await seal(this.key, `photos/${id}`, facts),
      thumbnail: thumbnail && (await sealBytes(this.key, `thumbnails/${id}`, thumbnail)),
    };
    const content = await sealBytes(this.key, `bytes/${id}`, bytes);
    const writing = this.database.transaction(["photos", "bytes", "operations", "answers"], "readwrite", STRICT);
    await writing.objectStore("photos").put(row);
    await writing.objectStore("bytes").put({ id, sealed: content });
    if (operation) await writing.objectStore("operations").add(operation);
    if (answer) await putAnswer(writing.objectStore("answers"), writing.objectStore("operations"), answer);
    await writing.done;
    this.tell({ what: "photos", visit, key, toSend: !isDraft });
    if (answer) this.tell({ what: "answer", visit, key });
  }

  /* Only what was never announced can be thrown away here. */
  dropDraft(id: string): Promise<void> {
    return this.inTurn(`drop/${id}`, () => this.deleteDraft(id));
  }

  private async deleteDraft(id: string): Promise<void> {
    const writing = this.database.transaction(["photos", "bytes"], "readwrite", STRICT);
    const row = await writing.objectStore("photos").get(id);
    if (row?.isDraft) {
      await writing.objectStore("photos").delete(id);
      await writing.objectStore("bytes").delete(id);
    }
    await writing.done;
    if (row) this.tell({ what: "photos", visit: row.visit, key: row.key });
  }

  async photoRows(): Promise<PhotoRow[]> {
    return this.database.getAll("photos");
  }

  /*
   * Files whose announcement the server has answered. Read at one moment: a photograph that is announced between two reads
   * would go before its announcement, and the server would know nothing of it.
   */
  async photosToSend(): Promise<PhotoRow[]> {
    const reading = this.database.transaction(["photos", "operations"]);
    const [photos, operations] = await Promise.all([reading.objectStore("photos").getAll(), reading.objectStore("operations").getAll()]);
    const announcing = new Set(operations.filter((row) => row.kind === "evidence.add").map((row) => row.about));
    return photos.filter((row) => !row.isDone && !row.isDraft && !row.refused && !announcing.has(`evidence:${row.id}`));
  }

  async photoRow(id: string): Promise<PhotoRow | null> {
    return (await this.database.get("photos", id)) ?? null;
  }

  async photoFacts(row: PhotoRow): Promise<PhotoFacts> {
    return open(this.key, `photos/${row.id}`, row.facts);
  }

  async thumbnail(id: string): Promise<ArrayBuffer | null> {
    const row = await this.database.get("photos", id);
    return row?.thumbnail ? openBytes(this.key, `thumbnails/${id}`, row.thumbnail) : null;
  }

  async photoBytes(id: string): Promise<ArrayBuffer | null> {
    const row = await this.database.get("bytes", id);
    return row ? openBytes(this.key, `bytes/${id}`, row.sealed) : null;
  }

  photoProgress(id: string, sent: number): Promise<void> {
    return this.changePhoto(id, (row) => ({ ...row, sent }));
  }

  /* The server will never take this file: it stays here, is shown and can be carried out. */
  photoRefused(id: string, why: string): Promise<void> {
    return this.changePhoto(id, (row) => ({ ...row, refused: why }));
  }

  /* The server does not know this file: it stays here and waits until releasePhotos lets it be tried again. */
  photoUnknown(id: string): Promise<void> {
    return this.photoRefused(id, UNKNOWN_YET);
  }

  async releasePhotos(): Promise<void> {
    for (const { id } of (await this.photoRows()).filter(isUnknownYet)) await this.sendFromStart(id);
  }

  /* Whatever the server said of it: from where the server stands, not from where this tablet thought it did. */
  sendAgain(id: string): Promise<void> {
    return this.inTurn(`again/${id}`, () => this.sendFromStart(id));
  }

  private sendFromStart(id: string): Promise<void> {
    return this.changePhoto(id, (row) => ({ ...row, refused: "", sent: 0 }), true);
  }

  /* Where a draft was taken, known a moment after it was kept. */
  placeDraft(id: string, place: PhotoFacts["place"]): Promise<void> {
    return this.inTurn(`place/${id}`, async () => {
      const row = await this.database.get("photos", id);
      if (!row?.isDraft) return;
      const facts = await seal(this.key, `photos/${id}`, { ...(await this.photoFacts(row)), place });
      await this.changePhoto(id, (now) => (now.isDraft ? { ...now, facts } : now));
    });
  }

  private async changePhoto(id: string, change: (row: PhotoRow) => PhotoRow, toSend = false): Promise<void> {
    const writing = this.database.transaction("photos", "readwrite", STRICT);
    const row = await writing.store.get(id);
    if (row) await writing.store.put(change(row));
    await writing.done;
    if (row) this.tell({ what: "photos", visit: row.visit, key: row.key, toSend });
  }

  /* The server's receipt for the whole file: only now may the bytes go, and before it is noted, for a full tablet has no room for notes. */
  async photoArrived(id: string): Promise<void> {
    const writing = this.database.transaction("bytes", "readwrite", STRICT);
    await writing.store.delete(id);
    await writing.done;
    await this.changePhoto(id, (row) => ({ ...row, sent: row.size, isDone: true }));
  }

  bringInPhoto(row: Omit<PhotoRow, "facts" | "thumbnail">, facts: PhotoFacts, bytes: ArrayBuffer): Promise<void> {
    return this.inTurn(`carried/${row.id}`, () => this.writeCarriedPhoto(row, facts, bytes));
  }

  private async writeCarriedPhoto(row: Omit<PhotoRow, "facts" | "thumbnail">, facts: PhotoFacts, bytes: ArrayBuffer): Promise<void> {
    const sealedFacts = await seal(this.key, `photos/${row.id}`, facts);
    const content = await sealBytes(this.key, `bytes/${row.id}`, bytes);
    const writing = this.database.transaction(["photos", "bytes"], "readwrite", STRICT);
    if (!(await writing.objectStore("photos").get(row.id))) {
      await writing.objectStore("photos").put({ ...row, facts: sealedFacts, thumbnail: null });
      await writing.objectStore("bytes").put({ id: row.id, sealed: content });
    }
    await writing.done;
    this.tell({ what: "photos", visit: row.visit, key: row.key, toSend: true });
  }
}
