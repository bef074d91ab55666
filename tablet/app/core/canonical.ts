/* One value, one text of bytes: inspections/canonical.py in the browser (RFC 8785 for whole numbers and texts). */
export class NotCanonical extends Error {}

/* Written by hand: an object's own order puts members that look like whole numbers first, whatever they were sorted by. */
export function canonical(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(whole(value));
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new NotCanonical(`${value} must be written as a text`);
    return String(value === 0 ? 0 : value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object") throw new NotCanonical(`${typeof value} has no canonical text`);
  const members = Object.entries(value as object).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([name, each]) => `${canonical(name)}:${canonical(each)}`).join(",")}}`;
}

export async function digest(value: unknown): Promise<string> {
  return sha256(new TextEncoder().encode(canonical(value)));
}

export async function sha256(bytes: BufferSource): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* Half a character would be written as an escape here and refused there. */
function whole(text: string): string {
  if (/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text)) throw new NotCanonical("a text holds half of a character");
  return text;
}
