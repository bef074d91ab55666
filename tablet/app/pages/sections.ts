/* Who does which section: taken from the server, put back, or handed from tablet to tablet by code or file. */
import { qrCode } from "../controls/code";
import { qrReader } from "../controls/qr";
import { button, field, h } from "../dom";
import { WrongCode, handOn, ownCode, putBack, read, take, takeOver } from "../handover";
import { gettext, interpolate, local } from "../texts";
import { OpenVisit } from "../visit";
import { holder, missingPage } from "./contents";
import { save } from "./device";
import { onLeave, page } from "./frame";

export async function sectionsPage(id: string): Promise<void> {
  const visit = await OpenVisit.load(id);
  if (!visit) return missingPage();
  const list = h("ul", { class: "t-list" });
  const shown = h("div", { "aria-live": "polite" });
  page(gettext("Chia phần cho nhau"), { href: `#/visit/${id}`, label: visit.visit.entry.institution.name },
    h("p", {}, gettext("Ai giữ phần nào thì câu trả lời của người đó ở phần ấy được lấy. Không giữ thì ai trả lời cũng được.")), list, shown, receiving(visit, shown));
  const draw = () => list.replaceChildren(...visit.checklist.sections.map((section) => row(visit, section.code, local(section.title), shown)));
  draw();
  onLeave(visit.store.listen((change) => void (change.visit === id && change.what !== "answer" && visit.reload().then(draw).catch(() => {}))));
}

function row(visit: OpenVisit, code: string, title: string, shown: HTMLElement): HTMLElement {
  const own = visit.ownHold(code);
  const told = visit.visit.bundle.holds[code];
  const isAnothers = told && told.device !== visit.store.device;
  const state = own ? gettext("bạn đang giữ") : isAnothers ? holder(visit, code) : visit.local.holds[code]?.hold ? gettext("bạn đã trao") : gettext("chưa ai giữ");
  const isFree = !own && !told;
  return h("li", { class: "t-card", "data-section": code }, h("strong", {}, title), h("p", { class: "t-hint" }, state),
    h("div", { class: "t-actions" },
      isFree ? button(gettext("Nhận phần này"), () => void take(visit, code)) : null,
      own ? button(gettext("Trả lại"), () => void putBack(visit, code)) : null,
      own ? button(gettext("Trao sang máy khác"), () => giving(visit, code, title, shown)) : null));
}

/* The giver reads the taker's code, then shows the token for it. */
function giving(visit: OpenVisit, section: string, title: string, shown: HTMLElement): void {
  const said = h("p", { class: "t-error", role: "alert" });
  const give = async (text: string) => {
    try {
      const code = await handOn(visit, section, read(text));
      shown.replaceChildren(h("h2", {}, interpolate(gettext("Đưa mã này cho máy nhận: %(section)s"), { section: title })), qrCode(code, gettext("Mã trao phần")), button(gettext("Hoặc lưu thành tệp"), () => save(new Blob([code]), `trao-${section}.json`)));
    } catch (error) {
      if (!(error instanceof WrongCode)) throw error;
      said.textContent = gettext("Mã này không phải mã máy của người trong buổi kiểm tra này.");
    }
  };
  shown.replaceChildren(h("h2", {}, interpolate(gettext("Trao: %(section)s"), { section: title })), h("p", {}, gettext("Quét “mã máy của tôi” trên máy của người nhận.")), qrReader((text) => void give(text)), fileReader(gettext("Hoặc chọn tệp mã máy"), give), said);
  shown.querySelector("button")?.focus();
}

function receiving(visit: OpenVisit, shown: HTMLElement): HTMLElement {
  const said = h("p", { role: "status" });
  const receive = async (text: string) => {
    try {
      const section = await takeOver(visit, read(text));
      said.textContent = interpolate(gettext("Đã nhận phần %(section)s."), { section });
    } catch (error) {
      if (!(error instanceof WrongCode)) throw error;
      said.textContent = gettext("Mã này không trao phần nào cho máy này.");
    }
  };
  const start = () => shown.replaceChildren(h("h2", {}, gettext("Mã máy của tôi")), h("p", {}, gettext("Đưa mã này cho người trao quét, rồi quét mã họ đưa lại.")), qrCode(ownCode(visit), gettext("Mã máy của tôi")), button(gettext("Hoặc lưu thành tệp"), () => save(new Blob([ownCode(visit)]), "ma-may.json")),
    h("h2", {}, gettext("Mã người trao đưa lại")), qrReader((text) => void receive(text)), fileReader(gettext("Hoặc chọn tệp trao phần"), receive), said);
  return h("div", { class: "t-actions" }, button(gettext("Nhận phần từ máy khác"), start));
}

function fileReader(label: string, found: (text: string) => Promise<void>): HTMLElement {
  const input: HTMLInputElement = h("input", { type: "file", class: "t-file", accept: ".json", change: () => void input.files?.[0]?.text().then(found) });
  return field(label, input);
}
