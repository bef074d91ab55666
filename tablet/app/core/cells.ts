/*
 * One cell of a table as it is typed and as an answer keeps it (inspections/checklists/answers.py): a number with a point,
 * a moment with its zone.
 */
const ZONE = ":00+07:00";

/* A number is kept with a point, shown and typed with a comma. What is no number stays as it was typed. */
export const numberIn = (typed: string): string => typed.trim().replace(/\s/g, "").replace(",", ".");

export function valueOf(kind: string, typed: string): string | null {
  if (typed === "") return null;
  if (kind === "number") return numberIn(typed);
  return kind === "datetime" ? `${typed}${ZONE}` : typed;
}

export function shown(kind: string, value: unknown): string {
  const text = String(value ?? "");
  if (kind === "number") return text.replace(".", ",");
  return kind === "datetime" ? text.slice(0, 16) : text;
}
