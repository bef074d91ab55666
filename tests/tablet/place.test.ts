import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { here } from "../../tablet/app/controls/place";

type Ask = (found: (at: { coords: { latitude: number; longitude: number; accuracy: number } }) => void) => void;

function tablet(getCurrentPosition: Ask): void {
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: { geolocation: { getCurrentPosition } } });
}

describe("Where the tablet is", () => {
  it("is said in texts of six digits", async () => {
    tablet((found) => found({ coords: { latitude: 9.78, longitude: 105.47, accuracy: 12.3 } }));

    assert.deepEqual(await here(10), { lat: "9.780000", lng: "105.470000", accuracy: "12" });
  });

  it("is not waited for longer than one was asked to, though nobody answers whether it may be known", async () => {
    tablet(() => {});

    assert.equal(await here(10), null);
  });
});
