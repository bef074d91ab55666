/* What the tablet and the server must work out alike; tests/unit/tablet/test_alike.py holds the server to the same file. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NotCanonical, canonical, digest } from "../../tablet/app/core/canonical";
import { draw } from "../../tablet/app/core/sampling";
import vectors from "./vectors.json";

describe("The random draw", () => {
  for (const { seed, population, size, drawn } of vectors.draws)
    it(`of ${size} out of ${population} with the seed ${seed} is the server's`, async () => {
      assert.deepEqual(await draw(seed, population, size), drawn);
    });

  it("without a seed is refused", async () => {
    await assert.rejects(draw("", 10, 2), RangeError);
  });
});

describe("The digest of minutes", () => {
  for (const [index, { value, sha256 }] of vectors.digests.entries())
    it(`is the server's for value ${index + 1}`, async () => {
      assert.equal(await digest(value), sha256);
    });

  for (const [name, value] of [["a fraction", 0.5], ["a huge number", 2 ** 53], ["half a character", "\uD800"], ["nothing at all", undefined]] as const)
    it(`does not exist for ${name}`, () => {
      assert.throws(() => canonical({ value }), NotCanonical);
    });
});
