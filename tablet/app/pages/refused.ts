/* What the server did not take, operation by operation and file by file: it stays on the tablet and can be taken out. */
import { button, h } from "../dom";
import { isRefused } from "../core/counts";
import { current } from "../session";
import { gettext, moment } from "../texts";
import { kindWords, rejectionWords } from "./words";

/* A section that follows the store while it stands on a page; `left` is called with what ends that. */
export async function refusedSection(left: (stop: () => void) => void): Promise<HTMLElement> {
  const section = h("section", { "aria-live": "polite" });
  const draw = async () => section.replaceChildren(...(await refusedList()));
  left(current().store.listen((change) => void (["operations", "photos"].includes(change.what) && draw().catch(() => {}))));
  await draw();
  return section;
}

async function refusedList(): Promise<Node[]> {
  const { store } = current();
  const operations = (await store.operationRows()).filter((row) => row.rejected);
  const files = (await store.photoRows()).filter(isRefused);
  if (!operations.length && !files.length) return [];
  const names = new Map((await store.visits()).map((visit) => [visit.entry.id, visit.entry.institution.name]));
  const told = operations.map((row) => card({ "data-rejected": row.id }, [kindWords(row.kind), row.about.split(":")[0] === "evidence" ? "" : row.about], [names.get(row.visit), moment(row.at)], row.rejected));
  for (const row of files) {
    const { takenAt, name } = await store.photoFacts(row);
    const again = button(gettext("Gửi lại"), () => void store.sendAgain(row.id));
    told.push(card({ "data-refused": row.id }, [kindWords("evidence.add"), row.key], [names.get(row.visit), name, moment(takenAt)], row.refused, again));
  }
  return [
    h("h2", {}, gettext("Máy chủ không nhận")),
    h("p", {}, gettext("Những việc này vẫn nằm trên máy. Xuất tệp để giao lại cho trưởng đoàn hoặc bộ phận hỗ trợ.")),
    h("ul", { class: "t-list" }, told),
  ];
}

const card = (mark: Record<string, string>, title: (string | undefined)[], facts: (string | undefined)[], why: string, also: Node | null = null): HTMLElement =>
  h("li", { class: "t-card", ...mark }, h("strong", {}, title.filter(Boolean).join(" ")), h("p", { class: "t-hint" }, facts.filter(Boolean).join(" · ")), h("p", {}, rejectionWords(why)), also);
