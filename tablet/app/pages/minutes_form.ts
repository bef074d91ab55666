/* What is written down on the spot for minutes; kept on the tablet as it is typed, also before the minutes are made. */
import { bigChoice, type Change } from "../controls/kinds";
import { tableControl } from "../controls/table";
import { valueOf } from "../core/cells";
import type { Column, Item } from "../core/checklist";
import type { MinutesKind } from "../core/minutes";
import { type Child, field, h, newId } from "../dom";
import { findingsOf, makeMinutes } from "../minutes";
import { go } from "../session";
import { gettext } from "../texts";
import { OpenVisit } from "../visit";
import { clockWarning } from "./clock";
import { missingPage } from "./contents";
import { page } from "./frame";
import { KINDS, OPINIONS } from "./minutes_text";

type Spot = Record<string, any>; // inspections/minutes/spot.py, half filled in

const ROLES: Record<string, () => string> = { lead: () => gettext("Trưởng đoàn"), deputy: () => gettext("Phó Trưởng đoàn"), member: () => gettext("Thành viên"), secretary: () => gettext("Thư ký") };

export async function minutesFormPage(id: string, kind: MinutesKind): Promise<void> {
  const visit = await OpenVisit.load(id);
  if (!visit) return missingPage();
  const { store } = visit;
  const place = `spot/${id}/${kind}`;
  const spot: Spot = (await store.note<Spot>(place)) ?? (await begun(visit, kind));
  const keep = () => store.keepNote(place, spot);
  const faults = h("div", { role: "alert", tabindex: "-1" });
  const make = async (event: Event) => {
    event.preventDefault();
    const wrong = faultsOf(kind, spot);
    if (wrong.length) {
      faults.replaceChildren(h("div", { class: "t-card t-card--attention" }, h("h2", {}, gettext("Còn thiếu")), h("ul", {}, wrong.map((words) => h("li", {}, words)))));
      return faults.focus();
    }
    const made = await makeMinutes(visit, kind, cleaned(kind, spot));
    await store.keepNote(place, null);
    go(`/visit/${id}/minutes/${made.id}`);
  };
  const main = page(KINDS[kind]!(), { href: `#/visit/${id}/minutes`, label: gettext("Biên bản") }, faults, h("form", { novalidate: true, submit: (event) => void make(event) }, ...fields(visit, kind, spot, keep), h("button", { type: "submit", class: "t-button t-button--primary" }, gettext("Lập biên bản"))));
  main.querySelector("h1")!.after(clockWarning());
}

async function begun(visit: OpenVisit, kind: MinutesKind): Promise<Spot> {
  const { entry, bundle } = visit.visit;
  const now = new Date().toISOString();
  const running = entry.sessions.find((session) => session.began_at && !session.ended_at);
  return {
    number: "", began_at: visit.local.begunAt || running?.began_at || now, ended_at: now, place: entry.institution.place || entry.institution.address || entry.institution.name,
    team: bundle.team.map((member) => ({ name: member.name, title: ROLES[member.role]?.() ?? "" })), representatives: [], absent_because: "", others: [], rights_explained: false, work: "", papers: [],
    findings: kind === "inspection" ? await findingsOf(visit) : [], opinion: { choice: "", text: "" }, other_opinions: "", copies: 2, pages: null, signed_each_page: false,
  };
}

function fields(visit: OpenVisit, kind: MinutesKind, spot: Spot, keep: () => void): Child[] {
  const text = (name: string, label: string, rows = 1) => {
    const input: HTMLInputElement | HTMLTextAreaElement = rows > 1 ? h("textarea", { class: "t-input", rows }, spot[name] ?? "") : h("input", { class: "t-input", value: spot[name] ?? "" });
    input.addEventListener("input", () => ((spot[name] = input.value), keep()));
    return field(label, input);
  };
  return [
    h("div", { class: "t-ratio" }, dateTime(gettext("Bắt đầu lúc"), spot, "began_at", keep), dateTime(gettext("Kết thúc lúc"), spot, "ended_at", keep)),
    text("place", gettext("Địa điểm")), teamChoice(visit, spot, keep),
    rows(gettext("Đại diện đối tượng kiểm tra"), spot, "representatives", [column("name", gettext("Họ và tên")), column("title", gettext("Chức vụ")), column("authority", gettext("Giấy ủy quyền, nếu không phải người đứng đầu"))], keep),
    text("absent_because", gettext("Nếu không có đại diện: vì sao")),
    rows(gettext("Tổ chức, cá nhân liên quan"), spot, "others", [column("name", gettext("Họ và tên")), column("title", gettext("Chức vụ")), column("organisation", gettext("Tổ chức"))], keep),
    kind === "announcement" ? bigChoice("checkbox", newId("rights"), "yes", spot["rights_explained"], gettext("Đã phổ biến quyền và nghĩa vụ của đối tượng kiểm tra"), (isChosen) => ((spot["rights_explained"] = isChosen), keep())) : null,
    text("work", gettext("Nội dung làm việc"), 4),
    kind === "inspection" ? rows(gettext("Tồn tại và kiến nghị"), spot, "findings", [column("key", gettext("Mục")), column("text", gettext("Tồn tại")), column("recommendation", gettext("Kiến nghị")), column("days", gettext("Trong bao nhiêu ngày"), "number")], keep) : null,
    rows(gettext("Tài liệu yêu cầu, đã nhận, bị từ chối"), spot, "papers", [column("title", gettext("Tên tài liệu")), { ...column("state", gettext("Tình trạng"), "choice"), options: [{ value: "received", label: { vi: gettext("đã nhận") } }, { value: "requested", label: { vi: gettext("yêu cầu cung cấp") } }, { value: "refused", label: { vi: gettext("từ chối cung cấp") } }] }, column("due_on", gettext("Hạn"), "date"), column("reason", gettext("Lý do"))], keep),
    opinionFields(spot, keep), text("other_opinions", gettext("Ý kiến khác"), 2),
  ];
}

const column = (key: string, label: string, kind = "text"): Column => ({ key, kind, text: { vi: label } });

function rows(title: string, spot: Spot, name: string, columns: Column[], keep: () => void): HTMLElement {
  const change: Change = ({ value }) => ((spot[name] = value), keep());
  const item = { key: name, section: "", kind: "table", text: {}, columns } satisfies Item;
  return h("fieldset", { class: "t-question" }, h("legend", { class: "t-legend" }, title), tableControl(item, { value: spot[name] }, change));
}

function teamChoice(visit: OpenVisit, spot: Spot, keep: () => void): HTMLElement {
  const chosen = (name: string) => (spot["team"] as Spot[]).some((member) => member["name"] === name);
  const choose = (name: string, title: string, isChosen: boolean) => {
    spot["team"] = [...(spot["team"] as Spot[]).filter((member) => member["name"] !== name), ...(isChosen ? [{ name, title }] : [])];
    keep();
  };
  return h("fieldset", { class: "t-question" }, h("legend", { class: "t-legend" }, gettext("Thành phần đoàn có mặt")), h("div", { class: "t-choices" }, visit.visit.bundle.team.map(({ name, role }) => bigChoice("checkbox", newId("member"), name, chosen(name), `${name}, ${ROLES[role]?.() ?? ""}`, (isChosen) => choose(name, ROLES[role]?.() ?? "", isChosen)))));
}

function opinionFields(spot: Spot, keep: () => void): HTMLElement {
  const name = newId("opinion");
  const text: HTMLTextAreaElement = h("textarea", { class: "t-input", rows: 3, input: () => ((spot["opinion"].text = text.value), keep()) }, spot["opinion"].text);
  return h("fieldset", { class: "t-question" }, h("legend", { class: "t-legend" }, gettext("Ý kiến của đối tượng kiểm tra")),
    h("div", { class: "t-choices" }, OPINIONS.map(([choice, word]) => bigChoice("radio", name, choice, spot["opinion"].choice === choice, word(), () => ((spot["opinion"].choice = choice), keep())))), field(gettext("Nội dung ý kiến"), text));
}

function dateTime(label: string, spot: Spot, name: string, keep: () => void): HTMLElement {
  const local = new Date(Date.parse(spot[name]) + 7 * 3_600_000).toISOString().slice(0, 16);
  const input: HTMLInputElement = h("input", { class: "t-input t-input--short", type: "datetime-local", value: local, input: () => (input.value && (spot[name] = valueOf("datetime", input.value)), keep()) });
  return field(label, input);
}

/* What the server would refuse (inspections/minutes/spot.py), said here while it can still be put right. */
function faultsOf(kind: MinutesKind, spot: Spot): string[] {
  return [
    Date.parse(spot["ended_at"]) < Date.parse(spot["began_at"]) && gettext("Giờ kết thúc trước giờ bắt đầu."),
    !spot["place"].trim() && gettext("Ghi địa điểm."),
    !spot["team"].length && gettext("Chọn ít nhất một người của đoàn."),
    !named(spot["representatives"]).length && !spot["absent_because"].trim() && gettext("Ghi đại diện đối tượng kiểm tra, hoặc vì sao không có."),
    kind === "announcement" && !spot["rights_explained"] && gettext("Phổ biến quyền và nghĩa vụ rồi đánh dấu."),
    kind === "session" && !spot["work"].trim() && gettext("Ghi nội dung làm việc."),
    !spot["opinion"].choice && gettext("Hỏi ý kiến của đối tượng kiểm tra; không có ý kiến cũng là một lựa chọn."),
    ["disagrees", "explains"].includes(spot["opinion"].choice) && !spot["opinion"].text.trim() && gettext("Ghi nội dung ý kiến."),
  ].filter((words): words is string => Boolean(words));
}

const named = (list: Spot[]): Spot[] => list.filter((row) => String(row["name"] ?? row["text"] ?? row["title"] ?? "").trim());

const words = (row: Spot, ...names: string[]): Spot => Object.fromEntries(names.map((name) => [name, String(row[name] ?? "").trim()]));

/* The spot as the server reads it: rows without a name left out, every member there. */
export function cleaned(kind: MinutesKind, spot: Spot): Spot {
  const days = (row: Spot) => (Number.isInteger(Number(row["days"])) && Number(row["days"]) > 0 ? Number(row["days"]) : null);
  return {
    ...spot,
    representatives: named(spot["representatives"]).map((row) => words(row, "name", "title", "authority")),
    others: named(spot["others"]).map((row) => words(row, "name", "title", "organisation")),
    findings: kind === "inspection" ? (spot["findings"] as Spot[]).filter((row) => row["text"] && row["key"]).map((row) => ({ ...words(row, "key", "code", "text", "recommendation"), days: days(row) })) : [],
    papers: (spot["papers"] as Spot[]).filter((row) => row["title"]).map((row) => ({ ...words(row, "title", "reason"), state: row["state"] || "requested", due_on: row["due_on"] || null })),
  };
}
