import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Answer, Checklist, Item } from "../../tablet/app/core/checklist";
import { type Found, makeContent, proposedFindings, shown } from "../../tablet/app/core/minutes";

const item = (key: string, changed: Partial<Item> = {}): Item => ({ key, section: "A", text: { vi: `Mục ${key}` }, kind: "verdict", nature: "duty", required_if: "true", ...changed });
const found = (items: Item[], answers: Record<string, Answer>, drawn: [string, number[]][] = []): Found => ({
  checklist: { code: "c", hash: "h", title: { vi: "Phiếu" }, samples: [{ code: "d", label: { vi: "Văn bằng" }, size: 2 }], sections: [{ code: "A", title: { vi: "Phần A" } }], items } satisfies Checklist,
  world: { answers: new Map(Object.entries(answers)), byKey: new Map(items.map((each) => [each.key, each])), kind: "TC", visitOn: "2026-11-28", institution: {} },
  drawn: new Map(drawn), samples: { d: { seed: "ab", population: 20 } }, declared: {}, hashes: new Map([["e1", "f".repeat(64)]]),
});
const record = (kind: "announcement" | "session" | "inspection", of: Found) => makeContent(kind, {}, of, {})["record"] as Record<string, any>;

describe("A computed value in minutes", () => {
  const cases: [unknown, string][] = [[133.333333, "133.33"], [1.005, "1.01"], [-2.345, "-2.35"], [40, "40"], [2.5, "2.5"], [-0.001, "0"], [null, ""], [true, "true"]];
  for (const [value, text] of cases)
    it(`of ${value} is written ${text || "as nothing"}`, () => {
      assert.equal(shown(value), text);
    });
});

describe("Minutes of an inspection", () => {
  const both = [item("A.1", { clauses: [{ text: "còn hiệu lực" }, { text: "đã hết", to: "2026-01-01" }] }), item("A.2"), item("V.1", { sample: "d" })];

  it("never hold an internal note", () => {
    const content = JSON.stringify(makeContent("inspection", {}, found(both, { "A.1": { verdict: "fail", reason: "sai", note: "NGHI NGỜ" } }), {}));

    assert.ok(content.includes("sai"));
    assert.ok(!content.includes("NGHI NGỜ"));
  });

  it("hold what was answered, with the clause of the day and the hash of its evidence", () => {
    const [section] = record("inspection", found(both, { "A.1": { verdict: "pass", evidence: ["e1"] } })).sections;

    assert.deepEqual(section.lines.map((line: any) => [line.key, line.verdict, line.clauses, line.evidence[0].sha256]), [["A.1", "pass", ["còn hiệu lực"], "f".repeat(64)]]);
  });

  it("name what was not answered, unit by unit, and the sample with its seed", () => {
    const told = record("inspection", found(both, { "V.1#7": { verdict: "pass" } }, [["d", [3, 7]]]));

    assert.deepEqual(told.unanswered, ["A.1", "A.2", "V.1#3"]);
    assert.deepEqual(told.samples, [{ code: "d", label: "Văn bằng", seed: "ab", population: 20, units: [3, 7] }]);
    assert.deepEqual(told.totals, { asked: 4, answered: 1, passed: 1, failed: 0, not_applicable: 0 });
  });

  it("propose as findings what failed, in the words of its reason", () => {
    const failing = [item("A.1", { findings: [{ code: "x", text: { vi: "Câu mẫu" }, recommendation: { vi: "Sửa" }, days: 10 }] })];

    assert.deepEqual(proposedFindings(found(failing, { "A.1": { verdict: "fail", reason: "Không có sổ" } })), [{ key: "A.1", code: "x", text: "Không có sổ", recommendation: "Sửa", days: 10 }]);
  });
});

describe("Minutes of an announcement", () => {
  it("hold nothing of what was found", () => {
    const told = record("announcement", found([item("A.1")], { "A.1": { verdict: "pass" } }));

    assert.deepEqual([told.checklist, told.sections, told.totals], [null, [], null]);
  });
});
