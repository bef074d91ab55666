/*
 * What one person keeps on this tablet, opened by its key: visits, checklists, answers, the outbox, photographs.
 *
 * Every change that must reach the server is written together with the operation that carries it, in one
 * transaction; other windows are told and read again.
 */
import { type Operation, type Outcome, rebased, waiting } from "../core/outbox";
import type { Answer, Checklist } from "../core/checklist";
import { type Database, type OperationRow, type PhotoRow, databaseName, openDatabase } from "./database";
import { type Sealed, open, openBytes, seal, sealBytes } from "./sealing";
import type { KeptAnswer, PhotoFacts, Visit } from "./types";
import { type PreparedAnswer, announced, putAnswer, wire } from "./writing";

/* toSend: something new waits for the server. line: what the sending window heard from it; "asks": a new window wants to know. */
export type Change = { what: "answer" | "operations" | "photos" | "visit" | "line" | "asks"; visit: string; key?: string; toSend?: boolean; state?: unknown };
export type NewOperation = { id?: string; visit: string; kind: string; about: string; payload: Record<string, unknown> };
export type NewPhoto = { id: string; visit: string; key: string; bytes: ArrayBuffer; facts: PhotoFacts; thumbnail: ArrayBuffer | null };

const STRICT = { durability: "strict" } as const;

export class Store {
  private readonly channel: BroadcastChannel;
  private readonly listeners = new Set<(change: Change) => void>();
  private turn: Promise<unknown> = Promise.resolve();
  private isClosed = false;

  private constructor(
    readonly person: string,
    readonly device: string,
    private readonly key: CryptoKey,
    private readonly database: Database,
  ) {
    this.channel = new BroadcastChannel(databaseName(person));
    this.channel.onmessage = ({ data }) => this.listeners.forEach((hear) => hear(data as Change));
  }

  static async open(person: string, device: string, key: CryptoKey): Promise<Store> {
    return new Store(person, device, key, await openDatabase(person));
  }

  /* What a person does is written in turn: sealing does not end in the order it began, and an older word must not come last. */
  private inTurn<Value>(write: () => Promise<Value>): Promise<Value> {
    const written = this.turn.then(write, write);
    this.turn = written.catch(() => null);
    return written;
  }

  /* Nothing is told any more; what was said until now is still written. */
  close(): void {
    this.isClosed = true;
    this.channel.close();
    this.listeners.clear();
    void this.turn.then(() => this.database.close());
  }

  listen(hear: (change: Change) => void): () => void {
    this.listeners.add(hear);
    return () => this.listeners.delete(hear);
  }

  tell(change: Change): void {
    if (this.isClosed) return;
    this.channel.postMessage(change);
    this.listeners.forEach((hear) => hear(change));
  }

  // Visits and checklists ---------------------------------------------------------------------------
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

  async note<Value>(name: string): Promise<Value | null> {
    const row = await this.database.get("notes", name);
    return row ? open<Value>(this.key, `notes/${name}`, row.sealed) : null;
  }

  keepNote(name: string, value: unknown): Promise<void> {
    return this.inTurn(async () => void (await this.database.put("notes", await this.sealedNote(name, value))));
  }

  private async sealedNote(name: string, value: unknown): Promise<{ name: string; sealed: Sealed }> {
    return { name, sealed: await seal(this.key, `notes/${name}`, value) };
  }

  // Answers -----------------------------------------------------------------------------------------
  async answers(visit: string): Promise<Map<string, KeptAnswer>> {
    const rows = await this.database.getAllFromIndex("answers", "visit", visit);
    const opened = await Promise.all(rows.map((row) => open<Omit<KeptAnswer, "version">>(this.key, `answers/${visit}/${row.key}`, row.sealed)));
    return new Map(rows.map((row, index) => [row.key, { ...opened[index]!, version: row.version }]));
  }

  /* Keep an answer and the operation that brings it to the server, together or not at all. */
  saveAnswer(visit: string, key: string, values: Answer, by: string): Promise<void> {
    return this.inTurn(() => this.writeAnswer(visit, key, values, by));
  }

  private async writeAnswer(visit: string, key: string, values: Answer, by: string): Promise<void> {
    const prepared = await this.prepareAnswer(visit, key, values, by);
    const writing = this.database.transaction(["answers", "operations"], "readwrite", STRICT);
    await putAnswer(writing.objectStore("answers"), writing.objectStore("operations"), prepared);
    await writing.done;
    this.tell({ what: "answer", visit, key, toSend: true });
  }

  private async prepareAnswer(visit: string, key: string, values: Answer, by: string): Promise<PreparedAnswer> {
    const sealed = await seal(this.key, `answers/${visit}/${key}`, { values, by, at: new Date().toISOString() });
    return { visit, key, sealed, operation: await this.sealedOperation({ visit, kind: "answer.set", about: key, payload: { key, values: wire(values) } }) };
  }

  /* What the server says answers are now; only where nothing of one's own waits. */
  async takeAnswers(visit: string, taken: ReadonlyMap<string, KeptAnswer>): Promise<void> {
    const place = (key: string) => `answers/${visit}/${key}`;
    const rows = await Promise.all([...taken].map(async ([key, { version, ...rest }]) => ({ visit, key, version, sealed: await seal(this.key, place(key), rest) })));
    const writing = this.database.transaction(["answers", "operations"], "readwrite");
    const own = new Set((await writing.objectStore("operations").index("visit").getAll(visit)).filter((each) => !each.rejected).map((each) => each.about));
    for (const row of rows) if (!own.has(row.key)) await writing.objectStore("answers").put(row);
    await writing.done;
    if (rows.length) this.tell({ what: "answer", visit });
  }

  // The outbox --------------------------------------------------------------------------------------
  /* Keep an operation and, together with it or not at all, what this tablet notes of it. */
  enqueue(operation: NewOperation, note?: { name: string; value: unknown }): Promise<string> {
    return this.inTurn(() => this.writeOperation(operation, note));
  }

  private async writeOperation(operation: NewOperation, note?: { name: string; value: unknown }): Promise<string> {
    const row = await this.sealedOperation(operation);
    const noted = note && (await this.sealedNote(note.name, note.value));
    const writing = this.database.transaction(["operations", "notes"], "readwrite", STRICT);
    const written = [writing.objectStore("operations").add(row), noted && writing.objectStore("notes").put(noted)];
    await Promise.all([...written, writing.done]);
    this.tell({ what: "operations", visit: operation.visit, toSend: true });
    return row.id;
  }

  /* Everything that waits or was rejected, without its content. */
  async operationRows(): Promise<OperationRow[]> {
    return this.database.getAll("operations");
  }

  async operations(): Promise<Operation[]> {
    return Promise.all((await this.operationRows()).map((row) => this.openOperation(row)));
  }

  async openOperation(row: OperationRow): Promise<Operation> {
    const payload = await open<Record<string, unknown>>(this.key, `operations/${row.id}`, row.payload);
    return { ...row, seq: row.seq!, payload: row.base === null ? payload : { ...payload, base: row.base } };
  }

  /* From here on these may be at the server, or others rely on them: they never change again. */
  async freeze(operations: readonly { seq?: number }[]): Promise<void> {
    const writing = this.database.transaction("operations", "readwrite", STRICT);
    for (const seq of operations.map((each) => each.seq!)) {
      const row = await writing.store.get(seq);
      if (row && !row.wasSent) await writing.store.put({ ...row, wasSent: true });
    }
    await writing.done;
  }

  /* End an operation by the server's answer; only a receipt lets it go. */
  async settle(operation: Operation, outcome: Outcome): Promise<void> {
    if (outcome.is === "again") return;
    if (outcome.is === "rejected") await this.mark([operation.seq], { rejected: outcome.why, isHeld: false });
    else if (outcome.is === "held") await this.hold(operation.visit, outcome.why);
    else await this.letGo(operation, outcome.is === "done" ? outcome.version : null);
    this.tell({ what: "operations", visit: operation.visit, key: operation.about });
  }

  /* The visit takes nothing now: everything of it stays, is shown and can be taken out as a file. */
  private async hold(visit: string, why: string): Promise<void> {
    const rows = waiting(await this.operationRows()).filter((row) => row.visit === visit);
    await this.mark(rows.map((row) => row.seq!), { rejected: why, isHeld: true });
  }

  /* Let what a visit did not take wait again, in its old order. */
  async release(visit: string): Promise<void> {
    const held = (await this.operationRows()).filter((row) => row.visit === visit && row.isHeld);
    if (held.length) await this.mark(held.map((row) => row.seq!), { rejected: "", isHeld: false });
  }

  private async mark(seqs: readonly number[], changed: Pick<OperationRow, "rejected" | "isHeld">): Promise<void> {
    const writing = this.database.transaction("operations", "readwrite", STRICT);
    for (const seq of seqs) {
      const row = await writing.store.get(seq);
      if (row) await writing.store.put({ ...row, ...changed });
    }
    await writing.done;
  }

  /*
   * The receipt's version goes to the answer and to what waits behind, unless a colleague's came between (rebased). After a
   * conflict nothing is raised: what waits behind was not made on the colleague's answer either.
   */
  private async letGo({ seq, visit, about, kind, base }: Operation, version: number | null): Promise<void> {
    const writing = this.database.transaction(["operations", "answers"], "readwrite", STRICT);
    const operations = writing.objectStore("operations");
    await operations.delete(seq);
    if (kind === "answer.set" && version !== null) {
      for (const row of await operations.index("visit").getAll(visit)) {
        if (row.kind !== kind || row.about !== about) continue;
        const newBase = rebased(row, base, version);
        if (newBase !== row.base) await operations.put({ ...row, base: newBase });
      }
      const kept = await writing.objectStore("answers").get([visit, about]);
      if (kept && kept.version === base) await writing.objectStore("answers").put({ ...kept, version });
    }
    await writing.done;
  }

  private async sealedOperation({ id = crypto.randomUUID(), visit, kind, about, payload }: NewOperation): Promise<OperationRow> {
    const sealed = await seal(this.key, `operations/${id}`, payload);
    return { id, device: this.device, visit, kind, about, base: null, wasSent: false, rejected: "", isHeld: false, at: new Date().toISOString(), payload: sealed };
  }

  /* Put an operation in that another tablet of the same person could not send; one that is here already stays as it is. */
  async bringIn({ seq: _seq, payload, ...operation }: Operation): Promise<void> {
    const { base = null, ...rest } = payload as { base?: number | null };
    const row = { ...operation, base, wasSent: true, rejected: "", isHeld: false, payload: await seal(this.key, `operations/${operation.id}`, rest) };
    const writing = this.database.transaction("operations", "readwrite", STRICT);
    if (!(await writing.store.index("id").get(operation.id))) await writing.store.add(row);
    await writing.done;
    this.tell({ what: "operations", visit: operation.visit, toSend: true });
  }

  async bringInPhoto(row: Omit<PhotoRow, "facts" | "thumbnail">, facts: PhotoFacts, bytes: ArrayBuffer): Promise<void> {
    const sealedFacts = await seal(this.key, `photos/${row.id}`, facts);
    const content = await sealBytes(this.key, `bytes/${row.id}`, bytes);
    const writing = this.database.transaction(["photos", "bytes"], "readwrite", STRICT);
    if (!(await writing.objectStore("photos").get(row.id))) {
      await writing.objectStore("photos").put({ ...row, facts: sealedFacts, thumbnail: null });
      await writing.objectStore("bytes").put({ id: row.id, sealed: content });
    }
    await writing.done;
    this.tell({ what: "photos", visit: row.visit, toSend: true });
  }

  // Photographs, files, signatures --------------------------------------------------------------------
  /* Keep a file that the inspector has still to look at: it stays on the tablet and nothing is announced. */
  keepDraft(photo: NewPhoto): Promise<void> {
    return this.inTurn(() => this.writePhoto(photo, true, null, null));
  }

  /*
   * Keep a file as it will be sent, the operation that announces it and the answer it belongs to, all at once; a draft of
   * the same id is replaced.
   */
  keepPhoto(photo: NewPhoto, answer: { values: Answer; by: string } | null): Promise<void> {
    return this.inTurn(() => this.announcePhoto(photo, answer));
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
  async dropDraft(id: string): Promise<void> {
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

  async photoProgress(id: string, sent: number): Promise<void> {
    const row = await this.database.get("photos", id);
    if (!row) return;
    await this.database.put("photos", { ...row, sent });
    this.tell({ what: "photos", visit: row.visit });
  }

  /* The server will never take this file: it stays here, is shown and can be carried out. */
  async photoRefused(id: string, why: string): Promise<void> {
    const row = await this.database.get("photos", id);
    if (!row) return;
    await this.database.put("photos", { ...row, refused: why });
    this.tell({ what: "photos", visit: row.visit, key: row.key });
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

  /* The server's receipt for the whole file: only now may the bytes go. */
  async photoArrived(id: string): Promise<void> {
    const writing = this.database.transaction(["photos", "bytes"], "readwrite", STRICT);
    const row = await writing.objectStore("photos").get(id);
    if (row) await writing.objectStore("photos").put({ ...row, sent: row.size, isDone: true });
    await writing.objectStore("bytes").delete(id);
    await writing.done;
    if (row) this.tell({ what: "photos", visit: row.visit });
  }
}
