/*
 * The one sender of a person's store: whichever window holds the lock sends, the others wait for it to close.
 *
 * A round sends what waits, visit by visit, then files, then asks for news. A failure that the network explains is
 * no error: the next try comes by itself, later each time, at once when the network is back.
 */
import { type Met, type Operation, type Outcome, backOff, clockError, fitting, nextBatch, outcomeOf, rememberedError, waiting } from "../core/outbox";
import { forgetTaking } from "../local";
import { isNoRoom, unlessNoRoom } from "../store/kept";
import type { Store } from "../store/store";
import * as api from "./api";
import { fetchAll, fetchVisit } from "./downloads";
import { upload } from "./uploads";

export type Line = "unknown" | "online" | "offline" | "signed out" | "another person" | "device closed" | "nothing here" | "no room" | "refused";

export interface SenderState {
  line: Line;
  clockOffMs: number;
  lastContactAt: string;
  problem: string;
}

const NEWS_MS = 60_000;
const MOST_RENUMBERED = 2;

export class Sender {
  state: SenderState = { line: "unknown", clockOffMs: 0, lastContactAt: "", problem: "" };
  private failures = 0;
  private stopped = false;
  private wake: () => void = () => {};
  private newsDue = 0;
  private hasNew = false;
  private isAsked = false;
  private full: unknown = null; // what said in this round that the tablet has no room

  constructor(
    private readonly store: Store,
    private readonly tell: (state: SenderState) => void,
    private readonly prepare: () => Promise<void>, // what must be true before anything is sent: the device is registered
  ) {}

  /* Runs until the window closes or stop(); never two at a time for one store. */
  async run(): Promise<void> {
    addEventListener("online", this.nudge);
    const forget = this.store.listen((change) => {
      if (change.what === "refresh") this.fetchFresh();
      if (!change.toSend) return;
      this.hasNew = true;
      this.wake();
    });
    try {
      const met = await this.store.recall<Met>("met");
      if (met) this.state.clockOffMs = rememberedError(met, Date.now());
      await navigator.locks.request(`motcua-sender-${this.store.person}`, () => this.rounds());
    } finally {
      removeEventListener("online", this.nudge);
      forget();
    }
  }

  stop(): void {
    this.stopped = true;
    this.wake();
  }

  /* Somebody asks: at once, whatever the back-off says. */
  readonly nudge = (): void => {
    this.failures = 0;
    this.newsDue = 0;
    this.hasNew = true;
    this.wake();
  };

  /* Somebody wants everything fresh, also what no number tells of: declarations, members, the decision. Whichever window sends hears it. */
  refresh(): void {
    this.store.tell({ what: "refresh", visit: "" });
  }

  private fetchFresh(): void {
    this.isAsked = true;
    this.nudge();
  }

  private async rounds(): Promise<void> {
    while (!this.stopped) {
      this.hasNew = false;
      try {
        await this.round();
        this.failures = 0;
      } catch (error) {
        if (this.stopped) return;
        if (isUnknownDevice(error)) await this.store.remember("registered", null);
        this.failures += 1;
        this.report(lineOf(error), error);
      }
      if (!this.stopped) await this.pause();
    }
  }

  private async pause(): Promise<void> {
    if (this.hasNew && !this.failures) return;
    const milliseconds = this.failures ? backOff(this.failures, Math.random()) : NEWS_MS;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        if (this.failures) return; // a change made while the line is down waits for the back-off
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = () => {};
  }

  private async round(): Promise<void> {
    const { person, now } = await api.me();
    this.state.clockOffMs = clockError(Date.now(), now);
    this.state.lastContactAt = new Date().toISOString();
    await this.store.remember("met", { deviceAt: this.state.lastContactAt, serverAt: now } satisfies Met);
    if (!person) return this.report("signed out");
    if (person.id !== this.store.person) return this.report("another person");
    await this.prepare();
    this.full = null;
    const touched = await this.sendOperations();
    await this.sendFiles();
    await this.askForNews(touched);
    if (this.full) throw this.full;
    this.report("online");
  }

  /* On a full tablet all that can be done is done: what leaves it makes room. */
  private readonly noteFull = (error: unknown): void => {
    unlessNoRoom(error);
    this.full = error;
  };

  /* Until nothing can go. Return the visits in which something else than expected came of it. */
  private async sendOperations(): Promise<Set<string>> {
    const touched = new Set<string>();
    for (let renumbered = 0; !this.stopped && !this.full; ) {
      const all = await this.store.operations();
      const first = waiting(all)[0];
      if (!first) break;
      const { visit, device } = first;
      const outcomes = await this.sendBatch(visit, fitting(nextBatch(all, visit, device)));
      if (outcomes.some((outcome) => outcome !== "done")) touched.add(visit);
      if (outcomes[0] === "again" && (renumbered += 1) > MOST_RENUMBERED) throw new api.NoNetwork("not taken yet");
    }
    return touched;
  }

  /* The server says which number it awaits; an operation it has already is answered again whatever its number. */
  private async sendBatch(visit: string, batch: readonly Operation[]): Promise<Outcome["is"][]> {
    await this.store.freeze(batch).catch(unlessNoRoom); // this window knows it all the same
    const place = `next/${visit}/${batch[0]!.device}`;
    const sent = await api.send(visit, this.store.device, (await this.store.recall<number>(place)) ?? 1, batch).catch((error: unknown) => error);
    if (!isSent(sent)) return this.notSent(batch, sent);
    const { results, next } = sent;
    await this.store.remember(place, next);
    const byId = new Map(results.map((result) => [result.id, result]));
    const outcomes: Outcome["is"][] = [];
    for (const operation of batch) {
      const outcome = outcomeOf(byId.get(operation.id));
      outcomes.push(outcome.is);
      await this.settle(operation, outcome).catch(this.noteFull);
      if (outcome.is === "held") break;
    }
    return outcomes;
  }

  private async settle(operation: Operation, outcome: Outcome): Promise<void> {
    if (outcome.is === "rejected" && operation.kind === "section.take") await forgetTaking(this.store, operation.visit, operation);
    await this.store.settle(operation, outcome);
  }

  /* A request that is refused whole is tried with its first operation alone; one that is refused alone is kept here. */
  private async notSent(batch: readonly Operation[], error: unknown): Promise<Outcome["is"][]> {
    const [first] = batch;
    if (!(error instanceof api.Refused) || ![404, 413, 422].includes(error.status) || !first) throw error;
    if (batch.length > 1) return this.sendBatch(first.visit, [first]);
    await this.settle(first, error.status === 404 ? { is: "held", why: "left_team" } : { is: "rejected", why: "wrong_shape" }).catch(this.noteFull);
    return ["rejected"];
  }

  private async sendFiles(): Promise<void> {
    for (const row of await this.store.photosToSend()) {
      if (this.stopped) return;
      await upload(this.store, row).catch((error: unknown) => this.refuse(row.id, error)).catch(this.noteFull);
    }
  }

  /*
   * What the server will never take stays on the tablet and holds nothing else up; a wrong hash is sent anew. A file that it
   * does not know is no refusal: it is tried again with the next news.
   */
  private async refuse(photo: string, error: unknown): Promise<void> {
    if (!(error instanceof api.Refused) || ![404, 413, 415, 422].includes(error.status)) throw error;
    if (error.status === 404) return this.store.photoUnknown(photo);
    const told = error.detail as { detail?: string; reason?: string } | null;
    if (told?.detail !== "wrong_hash") await this.store.photoRefused(photo, told?.reason ?? told?.detail ?? String(error.status));
  }

  private async askForNews(touched: ReadonlySet<string>): Promise<void> {
    for (const id of touched) {
      const visit = await this.store.visit(id);
      if (visit) await fetchVisit(this.store, visit.entry);
    }
    if (Date.now() < this.newsDue) return;
    const isAsked = this.isAsked;
    this.isAsked = false; // whoever asks from here on asks for what comes after this
    this.newsDue = Date.now() + NEWS_MS;
    await fetchAll(this.store, isAsked).catch((error: unknown) => {
      this.isAsked ||= isAsked;
      this.newsDue = 0;
      throw error;
    });
  }

  private report(line: Line, error?: unknown): void {
    const problem = error === undefined || line === "offline" ? "" : String(error);
    this.state = { ...this.state, line, problem };
    this.tell(this.state);
  }
}

const isSent = (answer: unknown): answer is api.Sent => typeof answer === "object" && answer !== null && "results" in answer;

const isUnknownDevice = (error: unknown): boolean => error instanceof api.Refused && error.status === 403 && (error.detail as { detail?: string } | null)?.detail === "unknown_device";

function lineOf(error: unknown): Line {
  if (isNoRoom(error)) return "no room";
  if (error instanceof api.DeviceClosed) return "device closed";
  if (error instanceof api.SignedOut) return "signed out";
  if (error instanceof api.NoNetwork) return "offline";
  if (error instanceof api.Refused && error.status === 404) return "nothing here";
  return "refused";
}
