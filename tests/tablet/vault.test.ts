import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Store } from "../../tablet/app/store/store";
import { HasStore, WrongPin, forget, makeLock, unlock } from "../../tablet/app/store/vault";

describe("A lock", () => {
  it("never takes the place of one that another window made: what it sealed stays readable", async () => {
    const store = await Store.open("twice", "d", await makeLock("twice", "An", "246810"));
    await store.keepNote("spot", "đã gõ");

    await assert.rejects(makeLock("twice", "An", "135791"), HasStore);

    store.close();
    const again = await Store.open("twice", "d", await unlock("twice", "246810"));
    assert.equal(await again.note("spot"), "đã gõ");
    again.close();
    await assert.rejects(unlock("twice", "135791"), WrongPin);
  });

  it("made after a sign-out that was cut off begins with an empty store", async () => {
    const store = await Store.open("left", "d", await makeLock("left", "An", "246810"));
    await store.keepNote("spot", "của khóa cũ");
    store.close();
    await forget("left");

    const anew = await Store.open("left", "d", await makeLock("left", "An", "246810"));

    assert.equal(await anew.note("spot"), null);
    anew.close();
  });
});
