/* My visits of the next 14 days, as they lie on this tablet; one of them opens by the code on the institution's licence. */
import { qrReader } from "../controls/qr";
import { visitsOf } from "../core/licences";
import { button, h, icon } from "../dom";
import { current, go } from "../session";
import type { Visit } from "../store/types";
import { day, gettext, interpolate, moment, time } from "../texts";
import { newVersionNotice, unpin } from "../version";
import { onLeave, page } from "./frame";
import { storageWarning } from "./storage";

export async function visitsPage(): Promise<void> {
  await unpin();
  const { store, sender } = current();
  const list = h("ul", { class: "t-list" });
  const note = h("p", { class: "t-hint", "data-fetched": "" });
  const scanning = h("div", {});
  const ways = h("div", { class: "t-actions" }, button(gettext("Mở bằng mã QR trên giấy phép"), () => scan(scanning)), button(gettext("Tải lại danh sách"), () => sender.refresh()));
  page(gettext("Buổi kiểm tra của tôi"), null, h("div", { "data-version-notice": "" }), await storageWarning(), list, note, ways, scanning);
  const draw = async () => {
    const visits = (await store.visits()).sort((one, other) => place(one).localeCompare(place(other)));
    list.replaceChildren(...visits.map(row));
    const fetched = await store.recall<{ fetchedAt: string }>("list");
    note.textContent = fetched ? interpolate(gettext("Danh sách tải về lúc %(at)s, gồm các buổi trong 14 ngày tới."), { at: moment(fetched.fetchedAt) }) : empty(visits);
  };
  onLeave(store.listen((change) => void (change.what === "visit" && draw().catch(() => {}))));
  onLeave(await newVersionNotice(document.querySelector("[data-version-notice]")!));
  await draw();
}

/* At the gate: the code on the licence opens the visit of that institution, without a network too. */
function scan(place: HTMLElement): void {
  const found = h("div", { "aria-live": "polite" });
  const read = async (text: string) => {
    const visits = (await current().store.visits()).map((visit) => ({ visit, id: visit.entry.id, isOpen: !visit.entry.closed, institution: visit.entry.institution.code ?? "", licences: visit.bundle.licences ?? [] }));
    const meant = visitsOf(text, visits);
    if (meant.length === 1) return go(`/visit/${meant[0]!.id}`);
    const words = meant.length ? gettext("Cơ sở này có nhiều buổi kiểm tra. Chọn một buổi:") : gettext("Mã này không thuộc cơ sở nào trong các buổi kiểm tra trên máy. Hãy tải lại danh sách khi có mạng, hoặc chọn trong danh sách.");
    found.replaceChildren(h("p", { role: "status" }, words), h("ul", { class: "t-list" }, meant.map(({ visit }) => row(visit))));
  };
  place.replaceChildren(h("section", {}, h("h2", {}, gettext("Mã QR trên giấy phép")), qrReader((text) => void read(text)), found));
  place.querySelector("button")?.focus();
}

/* Where a visit stands in the list: open ones first, by their time; what has none yet after them. */
const place = ({ entry }: Visit): string => `${entry.closed ? 1 : 0} ${entry.starts_at ?? "9999"}`;

const empty = (visits: readonly Visit[]): string =>
  visits.length ? "" : gettext("Các buổi kiểm tra bạn được phân công sẽ hiện ở đây sau khi máy có mạng.");

function row({ entry }: Visit): HTMLElement {
  const when = entry.starts_at ? `${day(entry.starts_at)} ${time(entry.starts_at)}` : gettext("Chưa có giờ");
  const isRunning = entry.sessions.some((session) => session.began_at && !session.ended_at);
  const state = entry.closed ? gettext("Đã đóng") : isRunning ? gettext("Đang kiểm tra") : gettext("Đã tải về máy");
  return h(
    "li", {},
    h("a", { class: "t-row", href: `#/visit/${entry.id}` },
      h("span", { class: "t-row__main" }, h("strong", {}, entry.institution.name), h("span", {}, when), h("span", { class: "t-hint" }, entry.institution.address)),
      h("span", { class: "t-tag" }, state), icon("arrow")),
  );
}
