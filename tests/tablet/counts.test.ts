import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { countsOfStore, isUnsent } from "../../tablet/app/core/counts";

const photo = (refused = "", isDone = false) => ({ isDone, isDraft: false, refused });

describe("A photograph", () => {
  for (const told of ["not_found", "404"])
    it(`that the server does not know yet (${told}) still waits`, () => {
      const counts = countsOfStore([], [photo(told), photo("", true)]);

      assert.deepEqual([counts.photosWaiting, counts.photosArrived, counts.rejected], [1, 1, 0]);
      assert.ok(isUnsent(counts));
    });

  it("that the server will never take counts as refused", () => {
    const counts = countsOfStore([], [photo("Tệp có mã độc")]);

    assert.deepEqual([counts.photosWaiting, counts.rejected], [0, 1]);
  });
});
