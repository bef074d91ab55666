/* Minutes as they are read, aloud or by oneself: only what stands in their content, never a note. */
import { verdictWord } from "../controls/kinds";
import type { Verdict } from "../core/checklist";
import { type Child, h } from "../dom";
import { gettext, interpolate, moment, numberText } from "../texts";

type Json = Record<string, any>; // content of minutes as the server or the tablet wrote it

export const KINDS: Record<string, () => string> = {
  announcement: () => gettext("Biên bản công bố quyết định kiểm tra"),
  session: () => gettext("Biên bản làm việc"),
  inspection: () => gettext("Biên bản kiểm tra"),
};

export function minutesText(content: Json): HTMLElement {
  const { record, spot, kind } = content;
  const basis = (record.basis ?? {}) as Json;
  return h("article", { class: "t-minutes" },
    h("p", {}, basis["agency"]?.name ?? ""),
    h("h2", {}, KINDS[kind as string]?.() ?? kind),
    h("p", {}, interpolate(gettext("Từ %(from)s đến %(to)s, tại %(place)s"), { from: moment(spot.began_at), to: moment(spot.ended_at), place: spot.place })),
    h("p", {}, [basis["inspection"]?.title, basis["inspection"]?.decision_number].filter(Boolean).join(" · ")),
    h("p", {}, [basis["institution"]?.name, basis["institution"]?.address].filter(Boolean).join(" · ")),
    people(gettext("Đoàn kiểm tra"), spot.team), people(gettext("Đại diện đối tượng kiểm tra"), spot.representatives),
    said(gettext("Đại diện vắng mặt vì"), spot.absent_because), people(gettext("Tổ chức, cá nhân liên quan"), spot.others),
    said(gettext("Nội dung làm việc"), spot.work), samples(record.samples), ...(record.sections as Json[]).map(section), totals(record.totals),
    findings(spot.findings), papers(spot.papers), opinion(spot.opinion), said(gettext("Ý kiến khác"), spot.other_opinions),
    h("p", {}, interpolate(gettext("Biên bản lập thành %(copies)s bản, giao đối tượng kiểm tra một bản."), { copies: spot.copies ?? 2 })));
}

const said = (title: string, text: unknown): Child => (text ? [h("h3", {}, title), h("p", {}, String(text))] : null);

const people = (title: string, list: Json[] = []): Child =>
  list.length ? [h("h3", {}, title), h("ul", {}, list.map((person) => h("li", {}, [person["name"], person["title"], person["organisation"], person["authority"]].filter(Boolean).join(", "))))] : null;

function samples(list: Json[]): Child {
  return list.length ? [h("h3", {}, gettext("Mẫu ngẫu nhiên")), h("ul", {}, list.map((sample) => h("li", {}, interpolate(gettext("%(label)s: chọn số %(units)s trong %(population)s, hạt giống %(seed)s"), { label: sample["label"], units: (sample["units"] as number[]).join(", "), population: sample["population"], seed: sample["seed"] }))))] : null;
}

function section(told: Json): Child {
  return [h("h3", {}, told["title"]), h("div", { class: "t-scroll", tabindex: 0, role: "region", "aria-label": told["title"] }, h("table", { class: "t-table" },
    h("thead", {}, h("tr", {}, [gettext("Tiêu chí"), gettext("Kê khai"), gettext("Xác minh"), gettext("Căn cứ")].map((title) => h("th", { scope: "col" }, title)))),
    h("tbody", {}, (told["lines"] as Json[]).map(line))))];
}

function line(told: Json): HTMLElement {
  const found = [verdictWord(told["verdict"] as Verdict), valueOf(told), told["beyond_limit"] ? gettext("vượt hạn mức") : "", told["reason"], told["unseen_because"], told["evidence"].length ? interpolate(gettext("%(count)s bằng chứng"), { count: told["evidence"].length }) : ""];
  return h("tr", {}, h("th", { scope: "row" }, `${told["key"]} ${told["text"]}`), h("td", {}, told["declared"] ? valueOf(told["declared"]) || verdictWord(told["declared"].verdict) : ""), h("td", {}, found.filter(Boolean).join("; ")), h("td", {}, (told["clauses"] as string[]).join("; ")));
}

function valueOf(told: Json): string {
  if (told["labels"]?.length) return told["labels"].join(", ");
  if (told["computed"]) return `${numberText(told["computed"])} ${told["unit_of_measure"]} (${told["numerator"]}/${told["denominator"]})`.replace(" (/)", "");
  if (told["numerator"]) return `${told["numerator"]}/${told["denominator"]}`;
  const value = told["value"];
  if (Array.isArray(value)) return interpolate(gettext("%(count)s dòng"), { count: value.length });
  if (value && typeof value === "object") return Object.values(value as Json).filter(Boolean).slice(0, 2).join(", ");
  return value === null || value === undefined ? "" : `${numberText(value)} ${told["unit_of_measure"] ?? ""}`.trim();
}

function totals(told: Json | null): Child {
  if (!told) return null;
  return h("p", {}, interpolate(gettext("Đã trả lời %(answered)s trên %(asked)s mục: %(passed)s đạt, %(failed)s không đạt, %(none)s không áp dụng."), { answered: told["answered"], asked: told["asked"], passed: told["passed"], failed: told["failed"], none: told["not_applicable"] }));
}

function findings(list: Json[] = []): Child {
  return list.length ? [h("h3", {}, gettext("Tồn tại và kiến nghị")), h("ol", {}, list.map((finding) => h("li", {}, [finding["text"], [finding["recommendation"], finding["days"] ? interpolate(gettext("trong %(days)s ngày"), { days: finding["days"] }) : ""].filter(Boolean).join(", ")].filter(Boolean).join(". "))))] : null;
}

function papers(list: Json[] = []): Child {
  const words: Record<string, string> = { received: gettext("đã nhận"), requested: gettext("yêu cầu cung cấp"), refused: gettext("từ chối cung cấp") };
  return list.length ? [h("h3", {}, gettext("Tài liệu")), h("ul", {}, list.map((paper) => h("li", {}, [paper["title"], words[paper["state"] as string], paper["due_on"], paper["reason"]].filter(Boolean).join(", "))))] : null;
}

export const OPINIONS: [string, () => string][] = [
  ["none", () => gettext("Không có ý kiến")],
  ["agrees", () => gettext("Nhất trí")],
  ["disagrees", () => gettext("Không nhất trí")],
  ["explains", () => gettext("Giải trình")],
];

function opinion(told: Json): Child {
  return [h("h3", {}, gettext("Ý kiến của đối tượng kiểm tra")), h("p", {}, [OPINIONS.find(([choice]) => choice === told["choice"])?.[1](), told["text"]].filter(Boolean).join(": "))];
}
