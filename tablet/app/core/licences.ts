/*
 * Which visits a scanned code belongs to. A licence of this house carries the address of the page that verifies it; papers
 * of others say its number or the institution's code.
 */
export interface Licence {
  number: string;
  issued_on: string | null;
  code: string; // what its QR opens, "" where it was issued elsewhere
}

export interface Inspected {
  id: string;
  isOpen: boolean;
  institution: string; // the institution's code, "" for none
  licences: readonly Licence[];
}

const MISREAD: Record<string, string> = { O: "0", I: "1", L: "1" };

/* The open visits of the institution a code speaks of, its closed ones where none is open; none for a code of somebody else. */
export function visitsOf<Kept extends Inspected>(text: string, visits: readonly Kept[]): Kept[] {
  const code = verified(text);
  const words = new Set(text.split(/[\s;,|]+/).map(folded).filter(Boolean));
  const speaksOf = ({ institution, licences }: Kept) =>
    code ? licences.some((licence) => spelt(licence.code) === code) : words.has(folded(institution)) || licences.some(({ number }) => words.has(folded(number)));
  const found = visits.filter(speaksOf);
  const open = found.filter((visit) => visit.isOpen);
  return open.length ? open : found;
}

/* The code in the address of a page that verifies, "" in any other text. */
const verified = (text: string): string => spelt(/\/verify\/([0-9A-Za-z-]+)\/?(?:[?#]|$)/.exec(text.trim())?.[1] ?? "");

const spelt = (code: string): string => code.toUpperCase().replace(/[-\s.]/g, "").replace(/[OIL]/g, (sign) => MISREAD[sign]!);

/* Letters and digits alone: "12/GCN-SGDĐT" and "12/gcn-sgddt" are one number. */
const folded = (text: string): string => text.normalize("NFD").toLowerCase().replaceAll("đ", "d").replace(/[^a-z0-9]/g, "");
