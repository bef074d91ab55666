/*
 * What every part of a person's store rests on: the key, the database, turns in writing, words to other windows, notes.
 */
import { type Database, databaseName } from "./database";
import { type Sealed, open, seal } from "./sealing";

/* toSend: something new waits for the server. fault, writing: what stands in `fault` or `isWriting` of this window is another now. line: what the sending window heard from the server; "asks": a new window wants to know. refresh: somebody wants everything fresh. */
export type Change = { what: "answer" | "operations" | "photos" | "visit" | "fault" | "writing" | "line" | "asks" | "refresh"; visit: string; key?: string; toSend?: boolean; state?: unknown };

export const STRICT = { durability: "strict" } as const;

export const isNoRoom = (error: unknown): boolean => error instanceof Error && error.name === "QuotaExceededError";

export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : String(error));

/* For what goes on on a full tablet without having been written down. */
export function unlessNoRoom(error: unknown): void {
  if (!isNoRoom(error)) throw error;
}

export class Kept {
  private readonly channel: BroadcastChannel;
  private readonly listeners = new Set<(change: Change) => void>();
  private turn: Promise<unknown> = Promise.resolve();
  private readonly begun: Promise<unknown>[] = [];
  private readonly remembered = new Map<string, unknown>();
  private underWay = 0;
  private isClosed = false;
  private readonly faults = new Map<string, string>(); // work → the name of what kept it from being written down, until it is

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
  protected inTurn<Value>(work: string, write: () => Promise<Value>): Promise<Value> {
    const written = this.turn.then(write, write);
    const told = written.then(() => this.faults.delete(work) && this.tellFault(), (error: unknown) => {
      this.faults.set(work, nameOf(error));
      this.tellFault();
    });
    this.turn = this.counted(told);
    return written;
  }

  private counted(work: Promise<unknown>): Promise<void> {
    if ((this.underWay += 1) === 1) this.tellHere({ what: "writing", visit: "" });
    const end = () => {
      if ((this.underWay -= 1) === 0) this.tellHere({ what: "writing", visit: "" });
    };
    return work.then(end, end);
  }

  get isWriting(): boolean {
    return this.underWay > 0;
  }

  /* The name of what keeps something that was done here from being written down; "" where all of it is. */
  get fault(): string {
    return [...this.faults.values()].at(-1) ?? "";
  }

  private tellFault(): void {
    this.tellHere({ what: "fault", visit: "" });
  }

  /* What was begun before the store is closed is still kept in it: a photograph that is being made smaller. */
  finish<Value>(work: Promise<Value>): Promise<Value> {
    this.begun.push(this.counted(work));
    return work;
  }

  /* Nothing is told any more; what was said until now is still written. */
  close(): void {
    this.isClosed = true;
    this.channel.close();
    this.listeners.clear();
    void this.end();
  }

  private async end(): Promise<void> {
    for (const work of this.begun) await work; // and what they begin
    await this.turn;
    this.database.close();
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
    return this.inTurn(`notes/${name}`, () => this.keepOwnNote(name, value));
  }

  /* A note of the application itself: no work of a person is lost with it, so nobody is alarmed. Raises what the database raises. */
  async keepOwnNote(name: string, value: unknown): Promise<void> {
    await this.database.put("notes", await this.sealedNote(name, value));
  }

  /* An own note without which all goes on: where it cannot be written down, this window knows it until it closes. */
  async remember(name: string, value: unknown): Promise<void> {
    this.remembered.set(name, value);
    await this.keepOwnNote(name, value).catch(() => {});
  }

  /* What was remembered, null where nobody can read it any more. */
  async recall<Value>(name: string): Promise<Value | null> {
    return this.remembered.has(name) ? (this.remembered.get(name) as Value | null) : this.note<Value>(name).catch(() => null);
  }

  protected async sealedNote(name: string, value: unknown): Promise<{ name: string; sealed: Sealed }> {
    return { name, sealed: await seal(this.key, `notes/${name}`, value) };
  }
}
