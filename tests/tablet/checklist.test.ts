import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Answer, type Checklist, type Item, questionsOf } from "../../tablet/app/core/checklist";
import { mark, offered } from "../../tablet/app/core/marking";
import { geofence } from "../../tablet/app/core/places";
import { edgeOf, fitting } from "../../tablet/app/photos/shrink";
import type { World } from "../../tablet/app/core/world";
import { nextOpen, sectionState } from "../../tablet/app/core/progress";

const item = (key: string, changed: Partial<Item> = {}): Item => ({ key, section: "A", text: { vi: key }, kind: "verdict", required_if: "true", nature: "duty", ...changed });
const checklist = (...items: Item[]): Checklist => ({
  code: "c", hash: "h", title: {}, samples: [{ code: "d", label: {}, size: 2 }],
  sections: [{ code: "A", title: {} }, { code: "B", title: {} }], items,
});
const world = (answers: Record<string, Answer> = {}, kind = "TC", items: Item[] = []): World => ({
  answers: new Map(Object.entries(answers)), byKey: new Map(items.map((each) => [each.key, each])), kind, visitOn: "2026-11-28", institution: {},
});
const marked = (one: Item, answer: Answer = {}, kind = "TC") => mark({ key: one.key, item: one, unit: null }, world({ [one.key]: answer }, kind, [one]));

describe("A verdict", () => {
  const failing = item("TS.01", { asks: { fail: ["reason", "evidence"], not_applicable: ["reason"] } });

  it("asks for nothing more when it passes", () => {
    assert.deepEqual(marked(failing, { verdict: "pass" }).missing, []);
  });

  it("asks for reason and photograph when it fails", () => {
    assert.deepEqual(marked(failing, { verdict: "fail" }).missing, ["reason", "evidence"]);
  });

  it("takes the words why nothing could be photographed for a photograph", () => {
    const answer: Answer = { verdict: "fail", reason: "Không có sổ", unseen_because: "Phòng cấm chụp" };

    assert.deepEqual(marked(failing, answer).missing, []);
  });

  it("takes no blank for a reason", () => {
    assert.deepEqual(marked(failing, { verdict: "not_applicable", reason: "  " }).missing, ["reason"]);
  });

  it("is missing while nothing was said", () => {
    assert.deepEqual(marked(failing).missing, ["answer"]);
  });
});

describe("A limit", () => {
  const area = item("CS.01", { kind: "number", limit: { operator: ">=", value: "6" }, asks: { beyond_limit: ["reason"] } });
  const byKind = item("CS.02", { kind: "number", limit: { operator: "<=", by_kind: { TC: "35", CD: "25" } } });
  const cases: [string, Item, Answer, string, boolean][] = [
    ["at the limit", area, { value: "6" }, "TC", false],
    ["below it", area, { value: "5,9" }, "TC", true],
    ["no answer", area, {}, "TC", false],
    ["within the limit of its kind", byKind, { value: "30" }, "TC", false],
    ["beyond the limit of its kind", byKind, { value: "30" }, "CD", true],
    ["a kind without a limit", byKind, { value: "300" }, "TT", false],
  ];
  for (const [name, one, answer, kind, isBeyond] of cases)
    it(`${isBeyond ? "is broken" : "is kept"}: ${name}`, () => {
      assert.equal(marked(one, answer, kind).isBeyond, isBeyond);
    });

  it("demands a reason of an answer beyond it and keeps the answer", () => {
    const found = marked(area, { value: "5" });

    assert.deepEqual([found.verdict, found.value, found.missing], ["fail", 5, ["reason"]]);
  });
});

describe("An expression", () => {
  const dependent = item("B.02", { visible_if: 'A_01 = "pass"' });
  const shows = (answers: Record<string, Answer>) => mark({ key: "B.02", item: dependent, unit: null }, world(answers, "TC", [item("A.01"), dependent])).isVisible;

  it("hides an item that does not apply", () => {
    assert.equal(shows({ "A.01": { verdict: "fail" } }), false);
  });

  it("shows it when it applies", () => {
    assert.equal(shows({ "A.01": { verdict: "pass" } }), true);
  });

  it("about an answer that is not there hides the item, as on the server", () => {
    assert.equal(shows({}), false);
  });

  it("that cannot be told hides nothing", () => {
    assert.equal(mark({ key: "X", item: item("X", { visible_if: "((" }), unit: null }, world()).isVisible, true);
  });

  it("that could freeze the page is not asked", () => {
    assert.equal(mark({ key: "X", item: item("X", { visible_if: 'matches("aaaa", "(a+)+b")' }), unit: null }, world()).isVisible, true);
  });

  it("computes a ratio, provisionally", () => {
    const ratio = item("R.1", { kind: "number", numerator: { label: {} }, denominator: { label: {} }, computed: "numerator / denominator * 100", limit: { operator: "<=", value: "35" } });

    const found = marked(ratio, { numerator: "40", denominator: "100" });

    assert.deepEqual([found.value, found.isBeyond, found.isAnswered], [40, true, true]);
  });
});

describe("A day", () => {
  const report = item("TS.06", { kind: "date", limit: { condition: "value <= date(visit_on.year, 1, 15)" }, valid_if: "value <= visit_on", asks: { beyond_limit: ["reason"] } });

  it("is measured by a condition", () => {
    assert.deepEqual([marked(report, { value: "2026-01-14" }).isBeyond, marked(report, { value: "2026-02-01" }).isBeyond], [false, true]);
  });

  it("after the visit is not valid", () => {
    assert.deepEqual([marked(report, { value: "2026-11-28" }).isInvalid, marked(report, { value: "2026-11-29" }).isInvalid], [false, true]);
  });

  it("may be answered by fail where there is nothing to measure", () => {
    const found = marked(report, { verdict: "fail" });

    assert.deepEqual([found.isAnswered, found.verdict], [true, "fail"]);
  });
});

describe("A computed value", () => {
  it("reads the answers of others, also those of a sample", () => {
    const [count, sum] = [item("VB.01", { kind: "number", sample: "d" }), item("S.1", { kind: "computed", computed: "sum(VB_01)" })];

    const found = mark({ key: "S.1", item: sum, unit: null }, world({ "VB.01#3": { value: "2" }, "VB.01#7": { value: "5" } }, "TC", [count, sum]));

    assert.equal(found.value, 7);
  });
});

describe("A sample", () => {
  const sampled = checklist(item("A.01"), item("VB.01", { section: "B", sample: "d" }), item("VB.02", { section: "B", sample: "d" }));

  it("asks all items of one unit before those of the next", () => {
    const asked = questionsOf(sampled, "B", new Map([["d", [3, 7]]]), new Map());

    assert.deepEqual(asked.map((each) => each.key), ["VB.01#3", "VB.02#3", "VB.01#7", "VB.02#7"]);
  });

  it("is itself a thing to do until it is drawn", () => {
    assert.deepEqual(sectionState(sampled, "B", new Map(), world()).open, ["sample:d"]);
  });
});

describe("What is still open", () => {
  const three = checklist(item("A.01"), item("A.02"), item("B.01", { section: "B" }));
  const states = (answers: Record<string, Answer>) => ["A", "B"].map((code) => sectionState(three, code, new Map(), world(answers, "TC", three.items)));

  it("is counted by section", () => {
    assert.deepEqual(states({ "A.01": { verdict: "pass" } }).map(({ asked, done }) => [asked, done]), [[2, 1], [1, 0]]);
  });

  it("is jumped to in order, across sections and round to the beginning", () => {
    const open = states({});

    assert.deepEqual(nextOpen(open, "A", "A.01"), { section: "A", key: "A.02" });
    assert.deepEqual(nextOpen(open, "A", "A.02"), { section: "B", key: "B.01" });
    assert.deepEqual(nextOpen(open, "B", "B.01"), { section: "A", key: "A.01" });
  });

  it("is jumped to from an item that is answered already, past what waits before it", () => {
    const sampled = checklist(item("A.00", { sample: "d" }), ...three.items);
    const open = ["A", "B"].map((code) => sectionState(sampled, code, new Map(), world({ "A.01": { verdict: "pass" } }, "TC", sampled.items)));

    assert.equal(open[0]!.open[0], "sample:d");
    assert.deepEqual(nextOpen(open, "A", "A.01"), { section: "A", key: "A.02" });
    assert.deepEqual(nextOpen(open, "A", "sample:d"), { section: "A", key: "A.02" });
    assert.deepEqual(nextOpen(open, "A", null), { section: "A", key: "sample:d" });
  });

  it("leads from the only open one to itself", () => {
    const passed = { verdict: "pass" } as const;

    assert.deepEqual(nextOpen(states({ "A.01": passed, "B.01": passed }), "A", "A.02"), { section: "A", key: "A.02" });
  });

  it("begins in the section one is in", () => {
    assert.deepEqual(nextOpen(states({}), "B", null), { section: "B", key: "B.01" });
  });

  it("is nothing when all is answered", () => {
    const passed = { verdict: "pass" } as const;

    assert.equal(nextOpen(states({ "A.01": passed, "A.02": passed, "B.01": passed }), "A", null), null);
  });
});

describe("What can be chosen", () => {
  const district = item("district", { kind: "choice", options: [{ value: "a", label: {} }, { value: "b", label: {} }] });
  const town = item("town", { kind: "choice", options: [{ value: "a1", label: {}, visible_if: 'district = "a"' }, { value: "b1", label: {}, visible_if: 'district = "b"' }, { value: "x", label: {}, visible_if: "((" }] });
  const choices = (answers: Record<string, Answer>) => offered({ key: "town", item: town, unit: null }, world(answers, "TC", [district, town])).map(({ value }) => value);

  it("hangs on an earlier answer, and what cannot be told is offered", () => {
    assert.deepEqual([choices({ district: { value: "a" } }), choices({ district: { value: "b" } }), choices({})], [["a1", "x"], ["b1", "x"], ["x"]]);
  });
});

describe("A fence", () => {
  const square = "0 0;0 10;10 10;10 0";
  const cases: [string, unknown, boolean | null][] = [
    ["inside", "5 5", true],
    ["outside", "5 11", false],
    ["on its edge", { latitude: "10", longitude: "3" }, true],
    ["without a point", null, null],
    ["a point not on the earth", "95 5", null],
  ];
  for (const [name, point, isInside] of cases)
    it(`is right about ${name}`, () => {
      assert.equal(geofence(point, square), isInside);
    });

  it("makes an answer outside not valid", () => {
    const fenced = item("place", { kind: "place", nature: "none", valid_if: `geofence(value, "${square}")` });

    assert.deepEqual(["5", "20"].map((latitude) => marked(fenced, { value: { latitude, longitude: "5", accuracy: null } }).isInvalid), [false, true]);
  });
});

describe("A picture", () => {
  const cases: [string, number | null, { width: number; height: number }][] = [
    ["as its item says", 1000, { width: 1000, height: 750 }],
    ["as every picture where it does not say", null, { width: 1600, height: 1200 }],
    ["never larger than every picture", 5000, { width: 1600, height: 1200 }],
  ];
  for (const [name, pixels, size] of cases)
    it(`is made small ${name}`, () => {
      assert.deepEqual(fitting(4000, 3000, edgeOf({ max_pixels: pixels })), size);
    });

  it("that is small already stays as it is", () => {
    assert.deepEqual(fitting(640, 480, 1000), { width: 640, height: 480 });
  });
});
