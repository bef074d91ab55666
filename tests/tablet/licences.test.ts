import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { visitsOf } from "../../tablet/app/core/licences";

const licence = (number: string, code = "") => ({ number, issued_on: "2026-02-05", code });
const visit = (id: string, changed: object = {}) => ({ id, isOpen: true, institution: "", licences: [licence("12/GCN-SGDĐT", "7K0M1QABCDEF")], ...changed });
const ids = (visits: { id: string }[]) => visits.map((each) => each.id);
const OTHER = visit("other", { institution: "CS02", licences: [licence("13/GCN-SGDĐT", "ZZZZ0000AAAA")] });

describe("A scanned code", () => {
  const texts = [
    ["the address of a licence's page", "https://dvc.example.vn/verify/7K0M1QABCDEF/"],
    ["the address as it is printed, in groups and misread", "http://localhost:8000/verify/7kom-lqab-cdef/?from=qr"],
    ["the number of a licence", "12/GCN-SGDĐT"],
    ["a number among other words, without its marks", "Giay chung nhan so 12/gcn-sgddt ngay 05/02/2026"],
    ["the institution's code", "CS01"],
  ] as const;
  for (const [name, text] of texts)
    it(`opens the institution it speaks of: ${name}`, () => {
      assert.deepEqual(ids(visitsOf(text, [OTHER, visit("here", { institution: "CS01" })])), ["here"]);
    });

  for (const text of ["https://dvc.example.vn/verify/0000AAAA0000/", "112/GCN-SGDĐT", "12", "", "https://example.vn/"])
    it(`opens none of somebody else: ${text || "nothing"}`, () => {
      assert.deepEqual(visitsOf(text, [visit("here"), OTHER]), []);
    });

  it("opens the visit that is open before those that are closed", () => {
    assert.deepEqual(ids(visitsOf("12/GCN-SGDĐT", [visit("old", { isOpen: false }), visit("now")])), ["now"]);
  });

  it("offers every visit where several are open", () => {
    assert.deepEqual(ids(visitsOf("12/GCN-SGDĐT", [visit("1"), visit("2"), OTHER])), ["1", "2"]);
  });

  it("opens none for an institution that has neither code nor licence", () => {
    assert.deepEqual(visitsOf(" ", [visit("bare", { licences: [licence("")] })]), []);
  });
});
