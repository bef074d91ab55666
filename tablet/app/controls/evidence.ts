/*
 * Photographs and files of one question, or the words why there can be none.
 *
 * A photograph is on the tablet the moment it is shrunk; it leaves only after the inspector has looked at it and
 * masked what nobody else may see. Until then it is a draft, also after a dead battery.
 */
import { sha256 } from "../core/canonical";
import type { Answer, Item } from "../core/checklist";
import { isRefused } from "../core/counts";
import { type Child, button, h, icon, newId } from "../dom";
import { type Edited, editPhoto } from "../photos/editor";
import { NotAPicture, edgeOf, paint, shrink } from "../photos/shrink";
import { isOpenFor } from "../session";
import type { PhotoRow } from "../store/database";
import type { Store } from "../store/store";
import type { PhotoFacts } from "../store/types";
import { rejectionWords } from "../pages/words";
import { gettext, interpolate, moment } from "../texts";
import type { OpenVisit } from "../visit";
import { here } from "./place";
import { signatureControl } from "./signature";
import type { Change } from "./kinds";

/* The question's answer with one more file. */
export type WithIt = (id: string) => Answer;

const LARGEST_FILE = 20_000_000;
const PLACE_PATIENCE_MS = 4_000;
const FILE_KINDS = ["application/pdf", "image/jpeg", "image/png", "image/webp"];

export function evidenceControl(visit: OpenVisit, key: string, item: Item, answer: () => Answer, change: Change): HTMLElement {
  const { store } = visit;
  const said = h("p", { class: "t-hint", role: "status" });
  const list = h("ul", { class: "t-photos" });
  const withIt = (id: string): Answer => ({ ...answer(), evidence: [...new Set([...(answer().evidence ?? []), id])] });
  const remove = (id: string) => change({ evidence: (answer().evidence ?? []).filter((each) => each !== id) });
  const drawn = new Map<string, { as: string; element: HTMLElement }>();
  let newest = 0;
  const element = async (row: PhotoRow) => {
    const as = JSON.stringify([row.isDraft, row.isDone, row.refused, row.sent]);
    if (drawn.get(row.id)?.as !== as) drawn.set(row.id, { as, element: await photo(store, row, () => void look(visit, row, withIt), () => void (row.isDraft ? store.dropDraft(row.id) : remove(row.id))) });
    return drawn.get(row.id)!.element;
  };
  /* Only what changed is drawn anew: every photograph among two hundred tells of itself. */
  const draw = async () => {
    const mine = (newest += 1);
    const rows = (await store.photoRows()).filter((row) => row.visit === visit.id && row.key === key);
    const elements = await Promise.all(rows.filter((row) => row.isDraft || answer().evidence?.includes(row.id)).map(element));
    const isSame = elements.length === list.childElementCount && elements.every((each, index) => each === list.children[index]);
    if (mine !== newest) return;
    if (!isSame) list.replaceChildren(...elements);
    list.dataset["drawn"] = "yes"; // what is not in the list now is not on the tablet
  };
  const forget = store.listen((told) => {
    if (!list.isConnected) return forget();
    if (told.what === "photos" && told.visit === visit.id && told.key === key) void draw().catch(() => {});
  });
  void draw();
  if (item.kind === "signature") return h("div", { class: "t-evidence" }, signatureControl(visit, key, item, withIt), list);
  return h("div", { class: "t-evidence" }, picker(item, (files) => void store.finish(take(visit, key, item, files, said, withIt)).then(draw)), said, list, unseen(answer(), change));
}

function picker(item: Item, taken: (files: File[]) => void): HTMLElement {
  const id = newId("photo");
  const isFile = item.kind === "file";
  const input: HTMLInputElement = h("input", { id, type: "file", class: "t-file-hidden", multiple: true, accept: isFile ? FILE_KINDS.join() : "image/*", capture: isFile ? null : "environment", change: () => (taken([...(input.files ?? [])]), (input.value = "")) });
  return h("div", { class: "t-picker" }, input, h("label", { for: id, class: "t-button t-button--photo" }, icon("camera"), isFile ? gettext("Chọn tệp") : gettext("Chụp ảnh")));
}

function unseen(answer: Answer, change: Change): Child {
  const id = newId("unseen");
  const area: HTMLTextAreaElement = h("textarea", { id, class: "t-input", rows: 2, input: () => change({ unseen_because: area.value }) }, answer.unseen_because ?? "");
  return h("details", { class: "t-details", open: Boolean(answer.unseen_because) }, h("summary", {}, gettext("Không chụp được")),
    h("div", { class: "t-field" }, h("label", { for: id, class: "t-label" }, gettext("Đã quan sát trực tiếp, không chụp được vì")), area));
}

/* Where photographs were taken whose place is still being looked for: draft → its place, once it is kept. */
const placing = new Map<string, Promise<void>>();

async function take(visit: OpenVisit, key: string, item: Item, files: readonly File[], said: HTMLElement, withIt: WithIt): Promise<void> {
  const place = here(PLACE_PATIENCE_MS);
  for (const file of files) said.textContent = await takeOne(visit, key, item, file, place, withIt);
}

/* Keep one file at once, its place as soon as it is found; return what to say. What cannot be taken is told with what to do instead. */
async function takeOne(visit: OpenVisit, key: string, item: Item, file: File, place: Promise<PhotoFacts["place"]>, withIt: WithIt): Promise<string> {
  const id = crypto.randomUUID();
  const facts = { takenAt: new Date(file.lastModified || Date.now()).toISOString(), place: null, masked: false, name: file.name.slice(0, 150) };
  if (file.type === "application/pdf") return takeFile(visit, key, id, file, { ...facts, place: await place }, withIt);
  try {
    const { bytes, thumbnail } = await shrink(file, edgeOf(item));
    await visit.store.keepDraft({ id, visit: visit.id, key, bytes, thumbnail, facts: { ...facts, kind: "photo", contentType: "image/jpeg", sha256: await sha256(bytes) } });
    placing.set(id, visit.store.finish(place.then((found) => (found ? visit.store.placeDraft(id, found) : undefined))).catch(() => {}).finally(() => placing.delete(id)));
    return gettext("Ảnh đã lưu trên máy. Xem lại, che số định danh và mặt người nếu cần, rồi bấm Dùng ảnh.");
  } catch (error) {
    if (error instanceof NotAPicture) return interpolate(item.kind === "file" ? gettext("%(name)s không phải tệp nhận được. Hãy chọn tệp PDF hoặc ảnh JPEG, PNG; văn bản khác thì lưu thành PDF hoặc chụp lại.") : gettext("%(name)s không phải ảnh đọc được. Hãy chụp lại, hoặc chọn ảnh JPEG, PNG."), { name: file.name });
    throw error;
  }
}

async function takeFile(visit: OpenVisit, key: string, id: string, file: File, facts: Omit<PhotoFacts, "kind" | "contentType" | "sha256">, withIt: WithIt): Promise<string> {
  if (file.size > LARGEST_FILE) return interpolate(gettext("%(name)s lớn hơn 20 MB. Hãy chia nhỏ hoặc chụp từng trang."), { name: file.name });
  const bytes = await file.arrayBuffer();
  const digest = await sha256(bytes);
  await visit.saveWithPhoto({ id, key, bytes, thumbnail: null, facts: { ...facts, kind: "file", contentType: file.type, sha256: digest } }, withIt(id));
  return gettext("Tệp đã lưu trên máy.");
}

async function photo(store: Store, row: PhotoRow, look: () => void, drop: () => void): Promise<HTMLElement> {
  const facts = await store.photoFacts(row);
  const thumbnail = await store.thumbnail(row.id);
  const canvas = h("canvas", { class: "t-thumbnail", role: "img", "aria-label": interpolate(gettext("Ảnh chụp lúc %(at)s"), { at: moment(facts.takenAt) }) });
  if (thumbnail) await paint(canvas, thumbnail).catch(() => {});
  return h("li", { "data-photo": row.id }, thumbnail ? canvas : h("span", {}, facts.name), h("span", { class: "t-hint" }, photoState(row)),
    row.isDraft ? button(gettext("Xem lại và dùng ảnh"), look, { class: "t-button t-button--primary" }) : null, isRefused(row) ? button(gettext("Gửi lại"), () => void store.sendAgain(row.id)) : null, button(row.isDraft ? gettext("Bỏ ảnh") : gettext("Gỡ khỏi mục này"), drop, { class: "t-link" }));
}

function photoState(row: PhotoRow): string {
  if (row.isDraft) return gettext("Chưa xem lại, chưa gửi");
  if (isRefused(row)) return interpolate(gettext("Máy chủ không nhận: %(why)s"), { why: rejectionWords(row.refused) });
  if (row.refused) return gettext("Máy chủ chưa biết tệp này, sẽ tự gửi lại");
  if (row.isDone) return gettext("Đã tới máy chủ");
  return row.sent ? interpolate(gettext("Đã gửi %(percent)s %"), { percent: Math.floor((100 * row.sent) / row.size) }) : gettext("Chờ gửi");
}

/* The inspector looks, draws, masks; then the photograph is announced and belongs to the answer. */
async function look(visit: OpenVisit, row: PhotoRow, withIt: WithIt): Promise<void> {
  const { store } = visit;
  const { hash } = location;
  const bytes = await store.photoBytes(row.id);
  const edited = bytes && (await editPhoto(bytes, () => isOpenFor(store) && location.hash === hash));
  if (edited) await store.finish(keepEdited(visit, row, edited, withIt));
}

async function keepEdited(visit: OpenVisit, row: PhotoRow, edited: Edited, withIt: WithIt): Promise<void> {
  const { store } = visit;
  await placing.get(row.id);
  const facts = await store.photoFacts((await store.photoRow(row.id)) ?? row);
  const digest = await sha256(edited.bytes);
  await visit.saveWithPhoto({ id: row.id, key: row.key, bytes: edited.bytes, thumbnail: edited.thumbnail, facts: { ...facts, masked: edited.masked, sha256: digest } }, withIt(row.id));
}
