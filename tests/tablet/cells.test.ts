import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { shown, valueOf } from "../../tablet/app/core/cells";

describe("A cell of a table", () => {
  for (const [kind, typed, kept] of [
    ["number", "1 234,5", "1234.5"],
    ["datetime", "2026-11-28T14:05", "2026-11-28T14:05:00+07:00"],
    ["date", "2026-11-28", "2026-11-28"],
    ["text", "Xưởng hàn", "Xưởng hàn"],
    ["number", "", null],
    ["datetime", "", null],
  ] as const) {
    it(`of ${kind} keeps "${typed}" as the server reads it`, () => {
      assert.equal(valueOf(kind, typed), kept);
    });
  }

  for (const [kind, value, text] of [
    ["number", "1234.5", "1234,5"],
    ["datetime", "2026-11-28T14:05:00+07:00", "2026-11-28T14:05"],
    ["text", null, ""],
  ] as const) {
    it(`of ${kind} shows ${value} as it was typed`, () => {
      assert.equal(shown(kind, value), text);
    });
  }
});
