import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { type Session, begin, end } from "../../tablet/app/session";
import { Store } from "../../tablet/app/store/store";
import type { Visit } from "../../tablet/app/store/types";
import { OpenVisit } from "../../tablet/app/visit";
import { whileFull } from "./full";

const VISIT = { entry: { id: "v", checklist: "hash", institution: { kind: "" }, sessions: [] }, bundle: { samples: {}, holds: {}, minutes: [] }, fetchedAt: "" } as unknown as Visit;
const opened: Store[] = [];

/* Somebody with a store of their own opens the tablet. */
async function comes(name: string): Promise<Store> {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
  const store = await Store.open(crypto.randomUUID(), `${name}'s`, key);
  await store.keepVisit(VISIT);
  await store.keepChecklist("hash", { items: [], sections: [] } as never);
  opened.push(store);
  begin({ store, lock: { name }, sender: { stop: () => {} } } as unknown as Session);
  return store;
}

let an: Store, visit: OpenVisit;

beforeEach(async () => {
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: { locks: { request: (_name: string, work: () => unknown) => work() } } });
  an = await comes("An");
  visit = (await OpenVisit.load("v"))!;
});
afterEach(() => opened.splice(0).forEach((store) => store.close()));

describe("What is kept of a visit after the tablet changed hands", () => {
  it("is in the store of who opened it, under that name", async () => {
    const binh = await comes("Bình");

    await visit.save("A.01", { verdict: "pass" });
    await visit.change((local) => ({ ...local, begunAt: "now" }), { kind: "visit.begin", about: "", payload: {} });

    assert.equal((await an.answers("v")).get("A.01")?.by, "An");
    assert.deepEqual([(await an.operations()).length, await binh.operations(), (await binh.answers("v")).size], [2, [], 0]);
  });

  it("is no less kept where it was under way when the tablet was locked", async () => {
    const noted = visit.change((local) => ({ ...local, begunAt: "now" }));

    end();

    await noted;
  });
});

describe("An answer that could not be written down", () => {
  it("stands no longer before what the store has, once that is read again", async () => {
    await visit.save("A.01", { verdict: "pass" });
    await whileFull(() => assert.rejects(visit.save("A.01", { verdict: "fail" })));

    await visit.reload();

    assert.equal(visit.answer("A.01").verdict, "pass");
  });
});
