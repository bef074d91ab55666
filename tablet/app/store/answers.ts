/* Answers: each kept together with the operation that brings it to the server. */
import type { Answer } from "../core/checklist";
import { STRICT } from "./kept";
import { Outbox } from "./outbox";
import { open, seal } from "./sealing";
import type { KeptAnswer } from "./types";
import { type PreparedAnswer, putAnswer, wire } from "./writing";

export class Answers extends Outbox {
  async answers(visit: string): Promise<Map<string, KeptAnswer>> {
    const rows = await this.database.getAllFromIndex("answers", "visit", visit);
    const opened = await Promise.all(rows.map((row) => open<Omit<KeptAnswer, "version">>(this.key, `answers/${visit}/${row.key}`, row.sealed)));
    return new Map(rows.map((row, index) => [row.key, { ...opened[index]!, version: row.version }]));
  }

  /* Keep an answer and the operation that brings it to the server, together or not at all. */
  saveAnswer(visit: string, key: string, values: Answer, by: string): Promise<void> {
    return this.inTurn(`answers/${visit}/${key}`, () => this.writeAnswer(visit, key, values, by));
  }

  private async writeAnswer(visit: string, key: string, values: Answer, by: string): Promise<void> {
    const prepared = await this.prepareAnswer(visit, key, values, by);
    const writing = this.database.transaction(["answers", "operations"], "readwrite", STRICT);
    await putAnswer(writing.objectStore("answers"), writing.objectStore("operations"), prepared);
    await writing.done;
    this.tell({ what: "answer", visit, key, toSend: true });
  }

  protected async prepareAnswer(visit: string, key: string, values: Answer, by: string): Promise<PreparedAnswer> {
    const sealed = await seal(this.key, `answers/${visit}/${key}`, { values, by, at: new Date().toISOString() });
    return { visit, key, sealed, frozen: this.frozen, operation: await this.sealedOperation({ visit, kind: "answer.set", about: key, payload: { key, values: wire(values) } }) };
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
}
