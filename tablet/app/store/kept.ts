/*
 * What every part of a person's store rests on: the key, the database, turns in writing, words to other windows, notes.
 */
import { type Database, databaseName } from "./database";
import { type Sealed, open, seal } from "./sealing";

/* toSend: something new waits for the server. fault: the name of what kept a word from being written down. writing: whether this window writes now. line: what the sending window heard from it; "asks": a new window wants to know. */
export type Change = { what: "answer" | "operations" | "photos" | "visit" | "fault" | "writing" | "line" | "asks"; visit: string; key?: string; toSend?: boolean; state?: unknown };

export const STRICT = { durability: "strict" } as const;

export class Kept {
  private readonly channel: BroadcastChannel;
  private readonly listeners = new Set<(change: Change) => void>();
  private turn: Promise<unknown> = Promise.resolve();
  private underWay = 0;
  private isClosed = false;

  protected constructor(
    readonly person: string,
    readonly device: string,
    protected readonly key: CryptoKey,
    protected readonly database: Database,
  ) {
    this.channel = new BroadcastChannel(databaseName(person));
    this.channel.onmessage = ({ data }) => this.listeners.forEach((hear) => hear(data as Change));
  }

  /* What a person does is written in turn: sealing does not end in the order it began, and an older word must not come last. */
  protected inTurn<Value>(write: () => Promise<Value>): Promise<Value> {
    if ((this.underWay += 1) === 1) this.tellHere({ what: "writing", visit: "", state: true });
    const written = this.turn.then(write, write);
    const told = written.catch((error: unknown) => this.tell({ what: "fault", visit: "", state: error instanceof Error ? error.name : String(error) }));
    this.turn = told.then(() => {
      if ((this.underWay -= 1) === 0) this.tellHere({ what: "writing", visit: "", state: false });
    });
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
    this.tellHere(change);
  }

  private tellHere(change: Change): void {
    this.listeners.forEach((hear) => hear(change));
  }

  async note<Value>(name: string): Promise<Value | null> {
    const row = await this.database.get("notes", name);
    return row ? open<Value>(this.key, `notes/${name}`, row.sealed) : null;
  }

  keepNote(name: string, value: unknown): Promise<void> {
    return this.inTurn(async () => void (await this.database.put("notes", await this.sealedNote(name, value))));
  }

  protected async sealedNote(name: string, value: unknown): Promise<{ name: string; sealed: Sealed }> {
    return { name, sealed: await seal(this.key, `notes/${name}`, value) };
  }
}
