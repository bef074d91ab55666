/* Minutes of a visit: those there are, making one, reading it aloud, signing it on both sides, handing a copy over. */
import { Pad, keepSignature } from "../controls/signature";
import { bigChoice } from "../controls/kinds";
import { qrCode } from "../controls/code";
import { sha256 } from "../core/canonical";
import { addressOfCopy } from "../core/minutes";
import { type Child, button, field, h, icon, newId } from "../dom";
import { type SignatureFacts, minutesOf, signMinutes } from "../minutes";
import { NotAPicture, shrink } from "../photos/shrink";
import { gettext, interpolate, moment, ngettext } from "../texts";
import type { LocalMinutes } from "../local";
import { OpenVisit } from "../visit";
import { pin } from "../version";
import { clockWarning } from "./clock";
import { missingPage } from "./contents";
import { onLeave, page } from "./frame";
import { KINDS, minutesText } from "./minutes_text";

type Json = Record<string, any>;
type Side = SignatureFacts["side"];

const SIDES: [Side, () => string][] = [
  ["team", () => gettext("Đoàn kiểm tra")],
  ["institution", () => gettext("Đối tượng kiểm tra")],
  ["commune", () => gettext("Đại diện UBND cấp xã xác nhận")],
  ["witness", () => gettext("Người chứng kiến xác nhận")],
];
const METHODS: Record<string, () => string> = { drawn: () => gettext("Ký trên máy"), ink: () => gettext("Ký mực trên giấy"), refused: () => gettext("Không ký"), certificate: () => gettext("Ký số") };

export async function minutesListPage(id: string): Promise<void> {
  const visit = await OpenVisit.load(id);
  if (!visit) return missingPage();
  const list = minutesOf(visit);
  page(gettext("Biên bản"), { href: `#/visit/${id}`, label: visit.visit.entry.institution.name },
    h("ul", { class: "t-list" }, list.map((minutes) => h("li", {}, h("a", { class: "t-row", href: `#/visit/${id}/minutes/${minutes.id}` }, h("span", { class: "t-row__main" }, h("strong", {}, KINDS[minutes.kind]?.() ?? minutes.kind), h("span", { class: "t-hint" }, moment(minutes.madeAt))), h("span", { class: "t-tag" }, ngettext("%(count)s chữ ký", "%(count)s chữ ký", minutes.signatures.length)), icon("arrow"))))),
    list.length ? null : h("p", {}, gettext("Chưa có biên bản nào. Lập biên bản ngay trên máy, không cần mạng.")),
    h("div", { class: "t-actions" }, Object.entries(KINDS).map(([kind, word]) => h("a", { class: "t-button", href: `#/visit/${id}/minutes/new/${kind}` }, icon("pen"), word()))));
}

export async function minutesPage(id: string, number: string): Promise<void> {
  const visit = await OpenVisit.load(id);
  const minutes = visit && minutesOf(visit).find((each) => each.id === number);
  if (!visit || !minutes) return missingPage();
  await pin();
  const signatures = h("div", {});
  const copy = h("div", { "aria-live": "polite" });
  const signing = h("div", {});
  page(KINDS[minutes.kind]!(), { href: `#/visit/${id}/minutes`, label: gettext("Biên bản") },
    h("div", { class: "t-actions" }, h("a", { class: "t-button", href: `#/visit/${id}/aloud/${number}` }, icon("book"), gettext("Đọc cho đối tượng nghe")), button(gettext("In hoặc lưu PDF"), () => window.print()), button(gettext("Mã QR trao bản"), () => copy.replaceChildren(copyCode(visit, minutes)))),
    copy, minutesText(minutes.content), h("p", { class: "t-hint" }, interpolate(gettext("Mã nội dung SHA-256: %(digest)s"), { digest: minutes.digest })), signatures, signing);
  const draw = () => {
    const now = minutesOf(visit).find((each) => each.id === number) ?? minutes;
    signatures.replaceChildren(...[proved(visit, number), ...signed(now.signatures as Json[])].filter((each): each is Node => each !== null));
  };
  draw();
  signing.replaceChildren(clockWarning(), new Signing(visit, minutes, draw).element);
  onLeave(visit.store.listen((change) => void (change.visit === id && change.what === "visit" && visit.reload().then(draw).catch(() => {}))));
}

/* Big letters and nothing but the minutes: internal notes are not in their content. */
export async function aloudPage(id: string, number: string): Promise<void> {
  const visit = await OpenVisit.load(id);
  const minutes = visit && minutesOf(visit).find((each) => each.id === number);
  if (!visit || !minutes) return missingPage();
  page(gettext("Đọc cho đối tượng nghe"), { href: `#/visit/${id}/minutes/${number}`, label: gettext("Biên bản") }, h("div", { class: "t-aloud" }, minutesText(minutes.content)));
}

function signed(list: Json[]): Node[] {
  if (!list.length) return [];
  const row = (each: Json) => h("li", {}, `${SIDES.find(([side]) => side === each["side"])?.[1]() ?? ""}: ${[each["name"], each["title"]].filter(Boolean).join(", ")} – ${METHODS[each["method"] as string]?.() ?? ""} · ${moment(each["device_at"] ?? each["at"])}${each["server_at"] ? ` · ${interpolate(gettext("máy chủ nhận %(at)s"), { at: moment(each["server_at"]) })}` : ""}${each["refusal_reason"] ? ` · ${each["refusal_reason"]}` : ""}`);
  return [h("h2", {}, gettext("Đã ký")), h("ul", { "data-signatures": "" }, list.map(row))];
}

/* What the server made of the same data when these arrived; nothing while they have not. */
function proved(visit: OpenVisit, id: string): HTMLElement | null {
  const words: Record<string, () => string> = {
    equal: () => gettext("Máy chủ đã lập lại biên bản từ cùng dữ liệu: khớp."),
    marks_differ: () => gettext("Máy chủ đã lập lại biên bản: khớp, chỉ khác số do máy này tạm tính; số của máy chủ được dùng."),
    differs: () => gettext("Biên bản không khớp với bản máy chủ lập lại. Xem chỗ khác nhau ở trang của cơ sở trên bàn làm việc."),
  };
  const outcome = visit.visit.bundle.minutes.find((each) => each.id === id)?.proof ?? "";
  const told = words[outcome];
  return told ? h("p", { class: outcome === "differs" ? "t-error" : "t-hint", "data-proof": outcome }, told()) : null;
}

function copyCode(visit: OpenVisit, minutes: LocalMinutes): HTMLElement {
  const words = gettext("Quét bằng máy ảnh của điện thoại: trang mở ra cho biết biên bản đã về máy chủ chưa; cơ sở đăng nhập ở đó để tải bản đầy đủ.");
  const facts = [visit.visit.entry.code, interpolate(gettext("Mã nội dung SHA-256: %(digest)s"), { digest: minutes.digest })];
  return h("div", { class: "t-card" }, qrCode(addressOfCopy(location.origin, minutes.digest), gettext("Mã QR của biên bản"), "medium"), h("p", {}, words), facts.map((fact) => h("p", { class: "t-hint" }, fact)));
}

/* One signature at a time: who, how, and then only what that way of signing needs. */
class Signing {
  readonly element = h("section", { class: "t-no-print" });
  private side: Side = "team";
  private method: SignatureFacts["method"] = "drawn";
  private readonly said = h("p", { class: "t-error", role: "alert" });
  private readonly inputs: Record<string, HTMLInputElement | HTMLSelectElement> = {};
  private pad: Pad | null = null;
  private typed: Record<string, string> = {}; // of the side that signs now: another way of signing takes no name away

  constructor(
    private readonly visit: OpenVisit,
    private readonly minutes: LocalMinutes,
    private readonly done: () => void,
  ) {
    this.draw();
  }

  private draw(): void {
    const methods: SignatureFacts["method"][] = this.side === "institution" ? ["drawn", "ink", "refused"] : ["drawn", "ink"];
    if (!methods.includes(this.method)) this.method = "drawn";
    this.pad = this.method === "drawn" ? new Pad(this.visit.store, `${this.minutes.id}/${this.side}`) : null;
    this.element.replaceChildren(h("h2", {}, gettext("Ký biên bản")),
      this.choices(gettext("Bên ký"), SIDES.map(([value, word]) => [value, word()]), this.side, (value) => ((this.side = value as Side), (this.typed = {}))),
      this.choices(gettext("Cách ký"), methods.map((value) => [value, METHODS[value]!()]), this.method, (value) => (this.method = value as SignatureFacts["method"])),
      ...this.fields().filter((child): child is Node => child instanceof Node), this.said,
      button(this.method === "refused" ? gettext("Ghi nhận không ký") : gettext("Ký"), () => void this.sign(), { class: "t-button t-button--primary" }));
  }

  private choices(label: string, options: [string, string][], chosen: string, choose: (value: string) => void): HTMLElement {
    const name = newId("sign");
    return h("fieldset", { class: "t-question" }, h("legend", { class: "t-legend" }, label), h("div", { class: "t-verdicts" }, options.map(([value, word]) => bigChoice("radio", name, value, value === chosen, word, () => this.choose(value, choose)))));
  }

  /* What is asked follows the choice; the choice keeps the focus. */
  private choose(value: string, choose: (value: string) => void): void {
    choose(value);
    this.draw();
    this.element.querySelector<HTMLInputElement>(`input[type=radio][value=${value}]`)?.focus();
  }

  private fields(): Child[] {
    const text = (name: string, label: string) => {
      const input: HTMLInputElement = h("input", { class: "t-input", autocomplete: "off", value: this.typed[name] ?? "", input: () => (this.typed[name] = input.value) });
      return field(label, (this.inputs[name] = input));
    };
    const who = this.side === "team" ? this.memberChoice() : text("name", gettext("Họ và tên"));
    const confirming = this.side === "commune" || this.side === "witness";
    return [
      who, text("title", gettext("Chức vụ")),
      confirming ? text("id_number", gettext("Số định danh")) : null, confirming ? text("address", gettext("Địa chỉ")) : null,
      this.method === "refused" ? text("refusal_reason", gettext("Lý do không ký")) : null,
      this.pad?.element ?? null,
      this.method === "ink" ? field(gettext("Ảnh chụp bản đã ký mực; bản giấy là bản chính"), (this.inputs["paper"] = h("input", { class: "t-file", type: "file", accept: "image/*", capture: "environment" }))) : null,
    ];
  }

  private memberChoice(): HTMLElement {
    const members = this.visit.visit.bundle.team;
    const chosen = this.typed["name"] ?? members.find((member) => member.is_me)?.name;
    const select: HTMLSelectElement = h("select", { class: "t-input", change: () => (this.typed["name"] = select.value) }, members.map((member) => h("option", { value: member.name, selected: member.name === chosen }, member.name)));
    this.inputs["name"] = select;
    return field(gettext("Họ và tên"), select);
  }

  private value(name: string): string {
    const input = this.inputs[name];
    return input?.isConnected ? input.value.trim() : "";
  }

  private missing(): string {
    if (!this.value("name")) return gettext("Ghi họ và tên người ký.");
    if (this.method === "drawn" && this.pad?.isEmpty) return gettext("Chưa có nét ký nào.");
    if (this.method === "refused" && !this.value("refusal_reason")) return gettext("Ghi lý do không ký.");
    if (this.method === "ink" && !(this.inputs["paper"] as HTMLInputElement).files?.length) return gettext("Chụp bản đã ký mực.");
    if ((this.side === "commune" || this.side === "witness") && !(this.value("id_number") && this.value("address"))) return gettext("Ghi số định danh và địa chỉ của người xác nhận.");
    return "";
  }

  private isSigning = false;

  /* A second tap while the first is at work signs nothing again. */
  private async sign(): Promise<void> {
    if (this.isSigning) return;
    this.said.textContent = this.missing();
    if (this.said.textContent) return;
    this.isSigning = true;
    try {
      await this.visit.store.finish(this.signNow());
    } catch (error) {
      if (!(error instanceof NotAPicture)) throw error;
      this.said.textContent = interpolate(gettext("%(name)s không phải ảnh đọc được. Hãy chụp lại, hoặc chọn ảnh JPEG, PNG."), { name: (this.inputs["paper"] as HTMLInputElement).files?.[0]?.name ?? "" });
    } finally {
      this.isSigning = false;
    }
  }

  /* The strokes are forgotten only when the signature is kept: a battery that dies in between costs none. */
  private async signNow(): Promise<void> {
    const facts = { side: this.side, method: this.method, name: this.value("name"), title: this.value("title"), id_number: this.value("id_number"), address: this.value("address"), refusal_reason: this.value("refusal_reason") };
    await signMinutes(this.visit, this.minutes, { ...facts, evidence: await this.picture() });
    await this.pad?.forget();
    this.typed = {};
    this.done();
    this.draw();
  }

  private async picture(): Promise<string | null> {
    if (this.method === "drawn") return (await keepSignature(this.pad!, this.visit, "minutes", null)).id;
    if (this.method !== "ink") return null;
    const file = (this.inputs["paper"] as HTMLInputElement).files![0]!;
    const { bytes, thumbnail } = await shrink(file, 2_400);
    const id = crypto.randomUUID();
    await this.visit.store.keepPhoto({ id, visit: this.visit.id, key: "minutes", bytes, thumbnail, facts: { kind: "signature", sha256: await sha256(bytes), contentType: "image/jpeg", name: file.name.slice(0, 150), takenAt: new Date().toISOString(), place: null, masked: false } }, null);
    return id;
  }
}
