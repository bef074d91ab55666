/*
 * Texts of the application: Vietnamese stands in the code, other languages come from Django's catalogue for
 * scripts (locale/<language>/LC_MESSAGES/djangojs.po), collected and translated like all others.
 */
import type { Words } from "./core/checklist";

export type Language = "vi" | "en" | "km";

const KEPT = "motcua-tablet-language";
const NAMES: Record<Language, string> = { vi: "Tiếng Việt", en: "English", km: "ភាសាខ្មែរ" };

let catalogue: Record<string, string | string[]> = {};
let language: Language = "vi";

export const languages = Object.entries(NAMES) as [Language, string][];

export const currentLanguage = (): Language => language;

/* Raises nothing: without its catalogue the application speaks Vietnamese. */
export async function loadTexts(): Promise<void> {
  const wanted = localStorage.getItem(KEPT) as Language | null;
  language = wanted && wanted in NAMES ? wanted : "vi";
  document.documentElement.lang = language;
  if (language === "vi") return;
  try {
    const answer = await fetch(`/tablet/texts/${language}.json`);
    catalogue = ((await answer.json()) as { catalog: typeof catalogue }).catalog;
  } catch {
    catalogue = {};
  }
}

export function chooseLanguage(wanted: Language): void {
  localStorage.setItem(KEPT, wanted);
}

export function gettext(text: string): string {
  const found = catalogue[text];
  return (Array.isArray(found) ? found[0] : found) || text;
}

/* Vietnamese and Khmer have one form, English two. */
export function ngettext(one: string, many: string, count: number): string {
  const found = catalogue[one];
  const form = language === "en" && count !== 1 ? 1 : 0;
  const text = Array.isArray(found) ? found[form] : undefined;
  return interpolate(text || (language === "en" && count === 1 ? one : many), { count });
}

export function interpolate(text: string, values: Record<string, string | number>): string {
  return text.replace(/%\((\w+)\)s/g, (whole, name: string) => String(values[name] ?? whole));
}

/* Words of a checklist in the person's language, in Vietnamese where there are none. */
export function local(words: Words | null | undefined): string {
  return words?.[language] || words?.vi || "";
}

const DAY: Intl.DateTimeFormatOptions = { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "Asia/Ho_Chi_Minh" };
const TIME: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh" };

export function day(iso: string | null | undefined): string {
  return iso ? new Intl.DateTimeFormat("en-GB", DAY).format(new Date(iso)) : "";
}

export function time(iso: string | null | undefined): string {
  return iso ? new Intl.DateTimeFormat("en-GB", TIME).format(new Date(iso)) : "";
}

export const moment = (iso: string | null | undefined): string => (iso ? `${day(iso)} ${time(iso)}` : "");

/* The day in Vietnam at a moment, as YYYY-MM-DD. */
export const localDay = (iso: string): string => new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh" }).format(new Date(iso));

/* A number as it is read: the decimal comma in Vietnamese. */
export function numberText(value: unknown): string {
  const text = String(value ?? "");
  return language === "en" ? text : text.replace(".", ",");
}
