import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Operation, backOff, clockError, fitting, nextBatch, outcomeOf, rebased, rememberedError, replaceable } from "../../tablet/app/core/outbox";

let made = 0;
const operation = (about: string, changed: Partial<Operation> = {}): Operation => {
  made += 1;
  return { seq: made, id: `op-${made}`, device: "d", visit: "v", kind: about ? "answer.set" : "visit.end", at: "", about, payload: {}, base: null, wasSent: false, rejected: "", ...changed };
};
const ids = (operations: Operation[]) => operations.map((each) => each.id);

describe("The next batch", () => {
  it("keeps the device's order", () => {
    const [first, second] = [operation("A"), operation("B")];

    assert.deepEqual(ids(nextBatch([second, first], "v", "d")), [first.id, second.id]);
  });

  it("leaves out what was rejected and what belongs to another visit or tablet", () => {
    const [bad, other, foreign, good] = [operation("A", { rejected: "closed" }), operation("B", { visit: "w" }), operation("B", { device: "e" }), operation("C")];

    assert.deepEqual(ids(nextBatch([bad, other, foreign, good], "v", "d")), [good.id]);
  });

  it("is no longer than the server takes", () => {
    const many = Array.from({ length: 150 }, (_, index) => operation(`K${index}`));

    assert.equal(nextBatch(many, "v", "d").length, 100);
  });
});

describe("One request", () => {
  const long = (length: number) => ({ payload: { text: "a".repeat(length) } });

  it("ends before it grows too large", () => {
    assert.equal(fitting([long(100_000), long(200_000), long(100_000)]).length, 2);
  });

  it("holds one operation whatever its size", () => {
    assert.equal(fitting([long(800_000), long(1)]).length, 1);
  });
});

describe("An operation", () => {
  it("is replaced by a newer one about the same answer while it was never sent", () => {
    const first = operation("A");

    assert.equal(replaceable([first], "v", "answer.set", "A"), first);
  });

  it("is never replaced once it was sent: the server may have it", () => {
    assert.equal(replaceable([operation("A", { wasSent: true })], "v", "answer.set", "A"), null);
  });

  it("is never replaced when it was rejected: the inspector has to see it", () => {
    assert.equal(replaceable([operation("A", { rejected: "closed" })], "v", "answer.set", "A"), null);
  });

  it("builds on the receipt of the own one before it", () => {
    const behind = operation("A", { base: 3 });

    assert.equal(rebased(behind, 3, 4), 4);
  });

  it("keeps its older base when a colleague's answer came between, so that the server sees the conflict", () => {
    const behind = operation("A", { base: 2 });

    assert.equal(rebased(behind, 3, 4), 2);
  });
});

describe("The server's answer", () => {
  const results: [string, Parameters<typeof outcomeOf>[0], ReturnType<typeof outcomeOf>][] = [
    ["done with a version", { id: "1", code: 200, status: "applied", answer: { key: "A", version: 4 } }, { is: "done", version: 4 }],
    ["done without one", { id: "1", code: 200, status: "applied" }, { is: "done", version: null }],
    ["two answers", { id: "1", code: 200, status: "conflict", answer: { key: "A", version: 2 } }, { is: "conflict", version: 2 }],
    ["in flight", { id: "1", code: 409, status: "in_flight" }, { is: "again" }],
    ["behind one that was not taken", { id: "1", code: 409, status: "not_reached" }, { is: "again" }],
    ["no answer about it", undefined, { is: "again" }],
    ["server fault", { id: "1", code: 500, status: "failed" }, { is: "again" }],
    ["closed visit", { id: "1", code: 403, status: "closed" }, { is: "held", why: "closed" }],
    ["other content", { id: "1", code: 422, status: "changed" }, { is: "rejected", why: "changed" }],
    ["impossible", { id: "1", code: 422, status: "rejected", detail: "unknown_item" }, { is: "rejected", why: "unknown_item" }],
  ];
  for (const [name, result, outcome] of results)
    it(`means ${outcome.is}: ${name}`, () => {
      assert.deepEqual(outcomeOf(result), outcome);
    });
});

describe("Waiting for the next try", () => {
  it("doubles from about a second to about a minute", () => {
    const waits = [1, 2, 3, 10, 50].map((failures) => backOff(failures, 0.5));

    assert.deepEqual(waits, [1_000, 2_000, 4_000, 60_000, 60_000]);
  });

  it("differs from tablet to tablet", () => {
    assert.ok(backOff(3, 0) < backOff(3, 1));
  });
});

describe("The device's clock", () => {
  const server = "2026-11-28T08:00:00Z";

  it("is right within five minutes", () => {
    assert.equal(clockError(Date.parse("2026-11-28T08:04:59Z"), server), 0);
  });

  it("is a day ahead", () => {
    assert.equal(clockError(Date.parse("2026-11-29T08:00:00Z"), server), 86_400_000);
  });

  it("is behind", () => {
    assert.equal(clockError(Date.parse("2026-11-28T07:50:00Z"), server), -600_000);
  });
});

describe("The device's clock without a network", () => {
  const at = (moment: string) => Date.parse(moment);

  it("is right where it was right when the server was met", () => {
    assert.equal(rememberedError({ deviceAt: "2026-11-28T08:00:00Z", serverAt: "2026-11-28T08:00:02Z" }, at("2026-11-28T14:00:00Z")), 0);
  });

  it("is still a day ahead", () => {
    assert.equal(rememberedError({ deviceAt: "2026-11-29T08:00:00Z", serverAt: "2026-11-28T08:00:00Z" }, at("2026-11-29T14:00:00Z")), 86_400_000);
  });

  it("is right again where it was set back since", () => {
    assert.equal(rememberedError({ deviceAt: "2026-11-29T08:00:00Z", serverAt: "2026-11-28T08:00:00Z" }, at("2026-11-28T14:00:00Z")), 0);
  });

  it("is behind where it was set back to before the server was met", () => {
    assert.equal(rememberedError({ deviceAt: "2026-11-28T08:00:00Z", serverAt: "2026-11-28T08:00:00Z" }, at("2026-11-27T08:00:00Z")), -86_400_000);
  });
});
