/*
 * What one person keeps on this tablet, opened by its key: visits and checklists, answers, the outbox, photographs.
 *
 * Every change that must reach the server is written together with the operation that carries it, in one
 * transaction; other windows are told and read again.
 */
import type { Checklist } from "../core/checklist";
import { openDatabase } from "./database";
import { Photos } from "./photos";
import { open, seal } from "./sealing";
import type { Visit } from "./types";

export type { Change } from "./kept";
export type { NewOperation } from "./outbox";
export type { NewPhoto } from "./photos";

export class Store extends Photos {
  static async open(person: string, device: string, key: CryptoKey): Promise<Store> {
    return new Store(person, device, key, await openDatabase(person));
  }

  async visits(): Promise<Visit[]> {
    const rows = await this.database.getAll("visits");
    return Promise.all(rows.map((row) => open<Visit>(this.key, `visits/${row.id}`, row.sealed)));
  }

  async visit(id: string): Promise<Visit | null> {
    const row = await this.database.get("visits", id);
    return row ? open<Visit>(this.key, `visits/${id}`, row.sealed) : null;
  }

  async keepVisit(visit: Visit): Promise<void> {
    const id = visit.entry.id;
    await this.database.put("visits", { id, sealed: await seal(this.key, `visits/${id}`, visit) });
    this.tell({ what: "visit", visit: id });
  }

  async checklist(hash: string): Promise<Checklist | null> {
    const row = await this.database.get("checklists", hash);
    return row ? open<Checklist>(this.key, `checklists/${hash}`, row.sealed) : null;
  }

  async keepChecklist(hash: string, checklist: Checklist): Promise<void> {
    await this.database.put("checklists", { hash, sealed: await seal(this.key, `checklists/${hash}`, checklist) });
  }

  /* A visit that is no longer one's own leaves the tablet, once nothing of it exists here alone. */
  async forgetVisit(id: string): Promise<void> {
    const writing = this.database.transaction(["visits", "answers", "operations", "photos", "notes"], "readwrite");
    const photos = await writing.objectStore("photos").index("visit").getAll(id);
    const waits = (await writing.objectStore("operations").index("visit").count(id)) > 0 || photos.some((photo) => !photo.isDone);
    if (!waits) {
      await writing.objectStore("visits").delete(id);
      await writing.objectStore("notes").delete(`local/${id}`);
      for (const key of await writing.objectStore("answers").index("visit").getAllKeys(id)) await writing.objectStore("answers").delete(key);
      for (const photo of photos) await writing.objectStore("photos").delete(photo.id);
    }
    await writing.done;
  }
}
