/*
 * The outbox: operations that wait for the server, in the order they were done, each until its receipt.
 */
import { type Operation, type Outcome, rebased, waiting } from "../core/outbox";
import type { OperationRow } from "./database";
import { Kept, STRICT, isNoRoom } from "./kept";
import { open, seal } from "./sealing";

export type NewOperation = { id?: string; visit: string; kind: string; about: string; payload: Record<string, unknown> };

export class Outbox extends Kept {
  /* Keep an operation and, together with it or not at all, what this tablet notes of it. */
  enqueue(operation: NewOperation, note?: { name: string; value: unknown }): Promise<string> {
    return this.inTurn(`${operation.kind}/${operation.visit}/${operation.about}`, () => this.writeOperation(operation, note));
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

  protected readonly frozen = new Set<number>(); // also where there was no room to write it down

  /* From here on these may be at the server, or others rely on them: they never change again. */
  async freeze(operations: readonly { seq?: number }[]): Promise<void> {
    for (const { seq } of operations) this.frozen.add(seq!);
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
  private async letGo(operation: Operation, version: number | null): Promise<void> {
    await this.endWithReceipt(operation, version).catch(async (error: unknown) => {
      if (!isNoRoom(error) || (await this.isBuiltOn(operation))) throw error;
      await this.database.delete("operations", operation.seq); // the version comes with the next news
    });
  }

  private async isBuiltOn({ seq, visit, kind, about }: Operation): Promise<boolean> {
    return (await this.operationRows()).some((row) => row.seq !== seq && row.visit === visit && row.kind === kind && row.about === about);
  }

  private async endWithReceipt({ seq, visit, about, kind, base }: Operation, version: number | null): Promise<void> {
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

  protected async sealedOperation({ id = crypto.randomUUID(), visit, kind, about, payload }: NewOperation): Promise<OperationRow> {
    const sealed = await seal(this.key, `operations/${id}`, payload);
    return { id, device: this.device, visit, kind, about, base: null, wasSent: false, rejected: "", isHeld: false, at: new Date().toISOString(), payload: sealed };
  }

  /* Put an operation in that another tablet of the same person could not send; one that is here already stays as it is. */
  bringIn(operation: Operation): Promise<void> {
    return this.inTurn(`carried/${operation.id}`, () => this.writeCarried(operation));
  }

  private async writeCarried({ seq: _seq, payload, ...operation }: Operation): Promise<void> {
    const { base = null, ...rest } = payload as { base?: number | null };
    const row = { ...operation, base, wasSent: true, rejected: "", isHeld: false, payload: await seal(this.key, `operations/${operation.id}`, rest) };
    const writing = this.database.transaction("operations", "readwrite", STRICT);
    if (!(await writing.store.index("id").get(operation.id))) await writing.store.add(row);
    await writing.done;
    this.tell({ what: "operations", visit: operation.visit, toSend: true });
  }
}
