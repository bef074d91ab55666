import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Store } from "../../tablet/app/store/store";
import { whileFull } from "./full";

const newKey = (): Promise<CryptoKey> => crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
const LONG = "a".repeat(8_000_000); // sealing it takes longer than sealing a word

interface Opened {
  store: Store;
  again: () => Promise<Store>; // the same person's, after the first was closed
}

async function opened(work: (opened: Opened) => Promise<void>): Promise<void> {
  const [person, key] = [crypto.randomUUID(), await newKey()];
  const stores: Store[] = [];
  const open = async () => {
    stores.push(await Store.open(person, "device", key));
    return stores.at(-1)!;
  };
  try {
    await work({ store: await open(), again: open });
  } finally {
    stores.forEach((store) => store.close());
  }
}

const begin = (id: string) => ({ id, visit: "v", kind: "visit.begin", about: "", payload: {} });

describe("What is written down", () => {
  it("ends as it was said last, however long the older word takes to seal", () =>
    opened(async ({ store }) => {
      await Promise.all([store.keepNote("spot", LONG), store.keepNote("spot", "new")]);

      assert.equal(await store.note("spot"), "new");
    }));

  it("leaves in the order it was done, answers and other work alike", () =>
    opened(async ({ store }) => {
      await Promise.all([store.saveAnswer("v", "A.01", { note: LONG }, "An"), store.enqueue(begin("1"))]);

      assert.deepEqual((await store.operations()).map((each) => each.kind), ["answer.set", "visit.begin"]);
    }));

  it("is an operation and its note together", () =>
    opened(async ({ store }) => {
      await store.enqueue(begin("1"), { name: "local/v", value: "begun" });

      assert.equal(await store.note("local/v"), "begun");
      assert.deepEqual((await store.operations()).map((each) => each.id), ["1"]);
    }));

  it("is no note where the operation cannot be kept", () =>
    opened(async ({ store }) => {
      await store.enqueue(begin("1"), { name: "local/v", value: "begun" });

      await assert.rejects(store.enqueue(begin("1"), { name: "local/v", value: "begun twice" }));

      assert.equal(await store.note("local/v"), "begun");
    }));

  it("is told as a fault where it cannot be written down, and what was said after it is kept", () =>
    opened(async ({ store }) => {
      const faults: string[] = [];
      store.listen((change) => void (change.what === "fault" && faults.push(store.fault)));
      await store.enqueue(begin("1"));

      await assert.rejects(store.enqueue(begin("1")));
      await store.keepNote("spot", "sau đó");

      assert.deepEqual(faults, ["ConstraintError"]);
      assert.equal(await store.note("spot"), "sau đó");
    }));

  it("is a fault until that very thing is written down, whatever else is", () =>
    opened(async ({ store }) => {
      await whileFull(() => assert.rejects(store.keepDraft(photo("1"))));
      await store.saveAnswer("v", "A.01", { reason: "vừa gõ" }, "An");
      const before = store.fault;

      await store.keepDraft(photo("2"));

      assert.deepEqual([before, store.fault], ["QuotaExceededError", ""]);
    }));

  it("is being written until all of it is", () =>
    opened(async ({ store }) => {
      const told: boolean[] = [];
      store.listen((change) => void (change.what === "writing" && told.push(store.isWriting)));

      const saved = [store.keepNote("spot", LONG), store.keepNote("spot", "new")];
      const during = store.isWriting;
      await Promise.all(saved);
      await store.visits();

      assert.deepEqual([during, told, store.isWriting], [true, [true, false], false]);
    }));

  it("is there though the tablet was locked in the same moment", () =>
    opened(async ({ store, again }) => {
      const saved = [store.saveAnswer("v", "A.01", { reason: "vừa gõ" }, "An"), store.keepNote("spot", "vừa gõ")];
      store.close();
      await Promise.all(saved);

      const later = await again();
      assert.equal((await later.answers("v")).get("A.01")?.values.reason, "vừa gõ");
      assert.equal(await later.note("spot"), "vừa gõ");
    }));

  it("is there though it was still being made when the tablet was locked", () =>
    opened(async ({ store, again }) => {
      const made = store.finish(new Promise<void>((resolve) => setTimeout(resolve, 50)).then(() => store.keepDraft(photo("1"))));
      store.close();
      await made;

      assert.equal((await (await again()).photoRow("1"))?.isDraft, true);
    }));

  it("is known to this window alone where there is no room for what it only remembers, and alarms nobody", () =>
    opened(async ({ store }) => {
      await store.remember("met", "early");
      await whileFull(() => store.remember("met", "late"));

      assert.deepEqual([await store.recall("met"), await store.note("met"), store.fault], ["late", "early", ""]);
    }));
});

describe("An answer on a full tablet", () => {
  it("is not replaced once it was sent, though there was no room to note that", () =>
    opened(async ({ store }) => {
      await store.saveAnswer("v", "A.01", { verdict: "pass" }, "An");
      const sent = await store.operations();
      await whileFull(() => assert.rejects(store.freeze(sent)));

      await store.saveAnswer("v", "A.01", { verdict: "fail" }, "An");

      assert.deepEqual((await store.operations()).map((each) => each.id === sent[0]!.id), [true, false]);
    }));

  it("ends with its receipt, which needs no room", () =>
    opened(async ({ store }) => {
      await store.saveAnswer("v", "A.01", { verdict: "pass" }, "An");
      const [sent] = await store.operations();

      await whileFull(() => store.settle(sent!, { is: "done", version: 1 }));

      assert.deepEqual(await store.operations(), []);
    }));

  it("is not ended where a newer one would lose what it builds on", () =>
    opened(async ({ store }) => {
      await store.saveAnswer("v", "A.01", { verdict: "pass" }, "An");
      const [sent] = await store.operations();
      await store.freeze([sent!]);
      await store.saveAnswer("v", "A.01", { verdict: "fail" }, "An");

      await whileFull(() => assert.rejects(store.settle(sent!, { is: "done", version: 1 })));
      const before = await store.operations();
      await store.settle(sent!, { is: "done", version: 1 });

      assert.equal(before.length, 2);
      assert.deepEqual((await store.operations()).map((each) => each.base), [1]);
    }));
});

const photo = (id: string) => ({
  id, visit: "v", key: "A.01", bytes: new Uint8Array([1]).buffer, thumbnail: null,
  facts: { kind: "photo" as const, name: "anh.jpg", contentType: "image/jpeg", sha256: "0", takenAt: "2026-11-24T08:00:00Z", place: null, masked: false },
});

describe("A photograph", () => {
  it("does not go before its announcement, however often one looks while it is taken", () =>
    opened(async ({ store }) => {
      let isTaking = true;
      const early: string[] = [];
      const looking = (async () => {
        while (isTaking) early.push(...(await store.photosToSend()).map((row) => row.id));
      })();

      for (let number = 0; number < 40; number += 1) await store.keepPhoto(photo(String(number)), null);
      isTaking = false;
      await looking;

      assert.deepEqual(early, []);
    }));

  it("goes once the server has answered its announcement", () =>
    opened(async ({ store }) => {
      await store.keepPhoto(photo("1"), null);
      const [announcement] = await store.operations();

      await store.settle(announcement!, { is: "done", version: null });

      assert.deepEqual((await store.photosToSend()).map((row) => row.id), ["1"]);
    }));
});

describe("A file that has arrived", () => {
  it("makes room before anything is noted", () =>
    opened(async ({ store }) => {
      await store.keepPhoto(photo("1"), null);

      await whileFull(() => assert.rejects(store.photoArrived("1")));

      assert.deepEqual([await store.photoBytes("1"), (await store.photoRow("1"))?.isDone], [null, false]);
    }));
});

describe("A file that is announced", () => {
  const announced = (work: (store: Store) => Promise<void>) =>
    opened(async ({ store }) => {
      await store.keepPhoto(photo("1"), null);
      const [announcement] = await store.operations();
      await store.settle(announcement!, { is: "done", version: null });
      await work(store);
    });
  const toSend = async (store: Store) => (await store.photosToSend()).map((row) => row.id);

  it("waits while the server does not know it, and is tried again once it is released", () =>
    announced(async (store) => {
      await store.photoUnknown("1");
      const before = await toSend(store);

      await store.releasePhotos();

      assert.deepEqual([before, await toSend(store)], [[], ["1"]]);
    }));

  it("stays refused where the server will never take it, until somebody sends it again", () =>
    announced(async (store) => {
      await store.photoRefused("1", "Tệp có mã độc");
      await store.releasePhotos();
      const before = await toSend(store);

      await store.sendAgain("1");

      assert.deepEqual([before, await toSend(store)], [[], ["1"]]);
    }));
});

describe("Where a photograph was taken", () => {
  const place = { lat: "9.780000", lng: "105.470000", accuracy: "12" };
  const placeOf = async (store: Store) => (await store.photoFacts((await store.photoRow("1"))!)).place;

  it("is noted a moment after the photograph was kept", () =>
    opened(async ({ store }) => {
      await store.keepDraft(photo("1"));

      await store.placeDraft("1", place);

      assert.deepEqual(await placeOf(store), place);
    }));

  it("changes nothing of one that was announced without it", () =>
    opened(async ({ store }) => {
      await store.keepPhoto(photo("1"), null);

      await store.placeDraft("1", place);

      assert.equal(await placeOf(store), null);
    }));
});
