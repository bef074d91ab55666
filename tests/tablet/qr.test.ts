import assert from "node:assert/strict";
import { describe, it } from "node:test";
import decodeQR from "qr/decode.js";
import { addressOfCopy } from "../../tablet/app/core/minutes";
import { modulesOf } from "../../tablet/app/core/qr";

/* A picture as a camera sees it, each module some pixels wide. */
function pictured(cells: boolean[][], wide: number): { width: number; height: number; data: Uint8Array } {
  const side = cells.length * wide;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) if (cells[Math.floor(y / wide)]![Math.floor(x / wide)]) data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
  return { width: side, height: side, data };
}

/* A hand-over by so many tokens, as long as they are. */
const chainOf = (links: number): string => JSON.stringify({ is: "hand-over", name: "Nguyễn Văn An", chain: Array.from({ length: links }, () => ({ token: { visit: crypto.randomUUID(), section: "TS", hold: crypto.randomUUID(), token: crypto.randomUUID(), from: crypto.randomUUID(), to: crypto.randomUUID(), at: "2026-11-28T08:00:00.000Z", seq: 120 }, signature: "a".repeat(86) })) });

describe("The code of a copy of minutes", () => {
  it("is read as an address and nothing else: with a blank in it a telephone takes it for a text", () => {
    const digest = "0f".repeat(32);

    const read = decodeQR(pictured(modulesOf(addressOfCopy("https://kiemtra.vinhlong.gov.vn", digest), "medium")!, 4));

    assert.equal(read, `https://kiemtra.vinhlong.gov.vn/verify/?digest=${digest}`);
    assert.equal(new URL(read).href, read);
    assert.doesNotMatch(read, /\s/);
  });
});

describe("The code that hands a section on", () => {
  for (const links of [1, 5])
    it(`is read again with ${links} tokens in it`, () => {
      const code = chainOf(links);

      assert.equal(decodeQR(pictured(modulesOf(code)!, 4)), code);
    });

  it("is none where a code cannot hold it: then the file is the way", () => {
    assert.equal(modulesOf(chainOf(20)), null);
  });
});
