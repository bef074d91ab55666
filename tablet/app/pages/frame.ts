/* The frame of every page: where one is, whose tablet it is, and the state of saving and sending, in words. */
import { type Counts, countsOfStore, isUnsent } from "../core/counts";
import { type Child, button, h, icon, show } from "../dom";
import { current, isOpen, lineState, onLine } from "../session";
import { SIGN_IN, changePerson } from "../signing_out";
import { nameOf } from "../store/kept";
import type { SenderState } from "../sync/sender";
import { gettext, interpolate, ngettext, time } from "../texts";

let leave: () => void = () => {};

/* Draw a page; what it has to do when it is left is given to onLeave. */
export function page(title: string, back: { href: string; label: string } | null, ...content: Child[]): HTMLElement {
  leave();
  const main = h("main", { id: "main", class: "t-page", tabindex: "-1" }, h("h1", {}, title), ...content);
  const way = back && h("a", { class: "t-back", href: back.href }, icon("back"), back.label);
  const header = h("header", { class: "t-header" }, way || h("span", { class: "t-name" }, gettext("Mộtcửa · Kiểm tra")), isOpen() ? personLink() : null);
  const state = isOpen() ? h("p", { class: "t-state", role: "status", "data-state": "" }) : null;
  const fault = state && h("div", { role: "alert", class: "t-fault" });
  show(h("a", { class: "t-skip", href: "#main", click: (event) => (event.preventDefault(), main.focus()) }, gettext("Đến nội dung chính")), header, state, fault, main);
  if (isOpen()) begin(main);
  document.title = `${title} – Mộtcửa`;
  leave = state ? keepState(state) : () => {};
  if (fault) keepFault(fault);
  return main;
}

/* The store and the sender tell of these themselves. */
const TOLD_ALREADY = new Set(["QuotaExceededError", "AbortError"]);

/* What could not be written down stands on every page until it is; what else nobody expected, on this one. */
function keepFault(place: HTMLElement): void {
  const { store } = current();
  const draw = () => place.replaceChildren(...(store.fault ? faultWords(store.fault) : []));
  const unexpected = ({ reason }: PromiseRejectionEvent) => {
    if (!store.fault && !TOLD_ALREADY.has(nameOf(reason))) place.replaceChildren(...faultWords(nameOf(reason)));
  };
  draw();
  addEventListener("unhandledrejection", unexpected);
  onLeave(store.listen(({ what }) => void (what === "fault" && draw())));
  onLeave(() => removeEventListener("unhandledrejection", unexpected));
}

/* A page begins at its top, for the eye and for who hears or tabs through it. */
function begin(main: HTMLElement): void {
  scrollTo(0, 0);
  main.focus({ preventScroll: true });
}

export function onLeave(also: () => void): void {
  const before = leave;
  leave = () => {
    before();
    also();
  };
}

/* What was just done is not on the tablet: the one thing that must never pass in silence. */
export function faultWords(name: string): Node[] {
  const isFull = name === "QuotaExceededError";
  return [
    h("strong", {}, gettext("Việc vừa làm CHƯA được lưu.")), " ",
    isFull ? gettext("Máy đã hết chỗ. Hãy xóa bớt ảnh, ứng dụng khác trên máy, rồi làm lại việc đó.") : gettext("Hãy làm lại việc đó; nếu vẫn vậy, đóng rồi mở lại ứng dụng."),
    h("span", { class: "t-hint" }, ` (${name})`),
  ].map((part) => (typeof part === "string" ? document.createTextNode(part) : part));
}

const personLink = (): HTMLElement => h("a", { class: "t-person", href: "#/device" }, icon("lock"), current().lock.name);

function keepState(element: HTMLElement): () => void {
  const { store } = current();
  let due = 0;
  const write = async () => {
    const counts = countsOfStore(await store.operationRows(), await store.photoRows());
    const words = stateWords(counts, lineState(), store.fault !== "");
    if (element.dataset["words"] === words) return;
    element.dataset["words"] = words;
    element.replaceChildren(words, stateLink(counts, lineState()));
  };
  const now = () => {
    clearTimeout(due);
    due = 0;
    return write().catch(() => {});
  };
  const soon = () => void (due ||= window.setTimeout(() => void now(), 30));
  /* It says no longer that it is busy once the words are true of what was written. */
  const busy = () => (store.isWriting ? element.setAttribute("aria-busy", "true") : void now().then(() => element.setAttribute("aria-busy", String(store.isWriting))));
  const forget = [store.listen(({ what }) => (what === "writing" ? busy() : soon())), onLine(soon)];
  busy();
  return () => (clearTimeout(due), forget.forEach((stop) => stop()));
}

/* "Đã lưu trên máy · 3 ảnh chờ gửi": never an error for a network that is not there, never "saved" while something is not. */
export function stateWords(counts: Counts, { line, lastContactAt, clockOffMs }: SenderState, hasFault = false): string {
  const parts = hasFault ? [gettext("Có việc chưa lưu được")] : [isUnsent(counts) ? gettext("Đã lưu trên máy") : sentWords(lastContactAt)];
  if (counts.answers) parts.push(interpolate(ngettext("%(count)s việc chờ gửi", "%(count)s việc chờ gửi", counts.answers), {}));
  if (counts.photosWaiting) parts.push(photoWords(counts));
  if (counts.rejected) parts.push(ngettext("%(count)s việc máy chủ không nhận", "%(count)s việc máy chủ không nhận", counts.rejected));
  const about = lineWords(line);
  if (about) parts.push(about);
  if (clockOffMs) parts.push(gettext("đồng hồ máy sai"));
  return parts.join(" · ");
}

const sentWords = (at: string): string => (at ? interpolate(gettext("Đã gửi hết lúc %(at)s"), { at: time(at) }) : gettext("Không có gì chờ gửi"));

function photoWords({ photosWaiting, photosArrived, photosAll }: Counts): string {
  if (!photosArrived) return ngettext("%(count)s ảnh chờ gửi", "%(count)s ảnh chờ gửi", photosWaiting);
  return interpolate(gettext("%(arrived)s trong %(all)s ảnh đã tới"), { arrived: photosArrived, all: photosAll });
}

function lineWords(line: SenderState["line"]): string {
  switch (line) {
    case "offline": return gettext("không có mạng, sẽ tự gửi");
    case "signed out": return gettext("cần đăng nhập để gửi");
    case "another person": return gettext("người khác đang đăng nhập, chưa gửi");
    case "device closed": return gettext("máy này đã bị ngừng dùng");
    case "nothing here": return gettext("bạn chưa ở đoàn kiểm tra nào");
    case "no room": return gettext("máy đã hết chỗ");
    case "refused": return gettext("máy chủ đang có lỗi, sẽ tự thử lại");
    default: return "";
  }
}

function change(): Node {
  const said = h("span");
  const ask = async () => void (said.textContent = (await changePerson()) ? "" : gettext("Không có mạng nên chưa đổi được. Ai đã có kho dữ liệu trên máy này thì mở bằng mã PIN."));
  return h("span", {}, button(gettext("Đổi người đăng nhập"), () => void ask(), { class: "t-link t-state__link" }), said);
}

function stateLink(counts: Counts, { line }: SenderState): Node | string {
  if (line === "signed out") return h("a", { class: "t-state__link", href: SIGN_IN }, gettext("Đăng nhập"));
  if (line === "another person") return change();
  if (counts.rejected) return h("a", { class: "t-state__link", href: "#/device" }, gettext("Xem"));
  return "";
}
