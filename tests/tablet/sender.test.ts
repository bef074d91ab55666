import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { after, afterEach, beforeEach, describe, it } from "node:test";
import { Store } from "../../tablet/app/store/store";
import { type Line, Sender } from "../../tablet/app/sync/sender";
import { whileFull } from "./full";

/* A server that takes everything, and notes what it was asked. */
class Server {
  readonly asked: string[] = [];
  readonly operations = new Map<string, { kind: string; times: number }>();
  readonly files = new Map<string, number>();
  hold: Promise<void> = Promise.resolve(); // the list of visits waits for it

  readonly fetch = async (path: string, init: RequestInit = {}): Promise<Response> => {
    this.asked.push(path);
    if (path.endsWith("/me/")) return Response.json({ person: { id: person, name: "An" }, now: new Date().toISOString() });
    if (path.endsWith("/visits/")) return this.hold.then(() => Response.json({ now: "", visits: [] }));
    if (path.endsWith("/operations/")) return Response.json(this.take(JSON.parse(String(init.body))));
    const id = path.split("/").at(-2)!;
    if (init.method === "PATCH") this.files.set(id, (init.body as Blob).size);
    const offset = this.files.get(id) ?? 0;
    return init.method === "HEAD" ? new Response(null, { headers: { "Upload-Offset": String(offset) } }) : Response.json({ offset, complete: true });
  };

  private take({ operations }: { operations: { id: string; kind: string; payload: { key?: string } }[] }) {
    for (const { id, kind } of operations) this.operations.set(id, { kind, times: (this.operations.get(id)?.times ?? 0) + 1 });
    const results = operations.map(({ id, kind, payload }) => ({ id, code: 200, status: "applied", answer: kind === "answer.set" ? { key: payload.key, version: 1 } : undefined }));
    return { now: "", results, next: this.operations.size + 1 };
  }

  lists(): number {
    return this.asked.filter((path) => path.endsWith("/visits/")).length;
  }
}

/* One holder at a time, in the order they asked. */
class Locks {
  private readonly last = new Map<string, Promise<unknown>>();

  request<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
    const held = (this.last.get(name) ?? Promise.resolve()).then(work, work);
    this.last.set(name, held);
    return held;
  }
}

let person: string, key: CryptoKey, server: Server, windows: { store: Store; sender: Sender; lines: Line[] }[];
const before = { fetch: globalThis.fetch, navigator: Object.getOwnPropertyDescriptor(globalThis, "navigator") };

beforeEach(async () => {
  [person, server, windows] = [crypto.randomUUID(), new Server(), []];
  key = await newKey();
  const online = new EventTarget();
  Object.assign(globalThis, { fetch: server.fetch, document: { cookie: "" }, addEventListener: online.addEventListener.bind(online), removeEventListener: online.removeEventListener.bind(online) });
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: { locks: new Locks() } });
});

afterEach(() => windows.forEach(({ sender, store }) => (sender.stop(), store.close())));
after(() => {
  globalThis.fetch = before.fetch;
  if (before.navigator) Object.defineProperty(globalThis, "navigator", before.navigator);
});

const newKey = (): Promise<CryptoKey> => crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);

async function opened(): Promise<(typeof windows)[number]> {
  const store = await Store.open(person, "device", key);
  const lines: Line[] = [];
  windows.push({ store, lines, sender: new Sender(store, ({ line }) => void lines.push(line), async () => {}) });
  return windows.at(-1)!;
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 5_000; !(await isSo()); await new Promise((resolve) => setTimeout(resolve, 5))) assert.ok(Date.now() < end, "it did not come");
}

const photo = {
  id: crypto.randomUUID(), visit: "v", key: "A.01", bytes: new Uint8Array([1, 2, 3]).buffer, thumbnail: null,
  facts: { kind: "photo" as const, name: "anh.jpg", contentType: "image/jpeg", sha256: "0", takenAt: "2026-11-24T08:00:00Z", place: null, masked: false },
};

describe("On a full tablet", () => {
  it("answers and files leave, each once, and nobody is told that something was not kept", async () => {
    const { store, sender, lines } = await opened();
    await store.saveAnswer("v", "A.01", { verdict: "pass" }, "An");
    await store.keepPhoto(photo, null);

    await whileFull(async () => {
      void sender.run();
      await until(() => lines.includes("no room"));
    });

    assert.deepEqual([...server.operations.values()], [{ kind: "answer.set", times: 1 }, { kind: "evidence.add", times: 1 }]);
    assert.deepEqual([server.files.get(photo.id), await store.photoBytes(photo.id), await store.operations(), store.fault], [3, null, [], ""]);
  });

  it("a file that left is noted once there is room, and not sent again", async () => {
    const { store, sender, lines } = await opened();
    await store.keepPhoto(photo, null);
    await whileFull(async () => {
      void sender.run();
      await until(() => lines.includes("no room"));
    });

    sender.nudge();
    await until(() => lines.includes("online"));

    assert.equal((await store.photoRow(photo.id))?.isDone, true);
    assert.equal(server.asked.filter((path) => path.includes(photo.id)).length, 3, "how far it is, its bytes, how far it is");
  });
});

describe("The sender", () => {
  it("sends though nobody can read any more what it noted of itself", async () => {
    const { store, sender, lines } = await opened();
    const other = await Store.open(person, "device", await newKey());
    for (const name of ["met", "next/v/device"]) await other.keepNote(name, 1);
    other.close();
    await store.saveAnswer("v", "A.01", { verdict: "pass" }, "An");

    void sender.run();
    await until(() => lines.includes("online"));

    assert.equal(server.operations.size, 1);
  });

  it("asks anew where somebody asks while it is asking", async () => {
    const { sender, lines } = await opened();
    let goOn = () => {};
    server.hold = new Promise((resolve) => (goOn = resolve));
    void sender.run();
    await until(() => server.lists() === 1);

    sender.refresh();
    goOn();

    await until(() => server.lists() === 2 && lines.length === 2);
  });

  it("hears who asks for everything fresh in another window", async () => {
    const [first, second] = [await opened(), await opened()];
    void first.sender.run();
    void second.sender.run();
    await until(() => first.lines.includes("online"));

    second.sender.refresh();

    await until(() => server.lists() === 2);
    assert.deepEqual(second.lines, []);
  });
});
