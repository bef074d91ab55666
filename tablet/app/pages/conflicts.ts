/* Two answers to one question: both stand side by side, the lead chooses one with a reason. */
import { bigChoice } from "../controls/kinds";
import { h, field, newId, button } from "../dom";
import type { Conflict, Side } from "../store/types";
import { gettext, local, moment } from "../texts";
import { OpenVisit } from "../visit";
import { missingPage } from "./contents";
import { onLeave, page } from "./frame";
import { valueWords } from "./question";

const MAY_DECIDE = new Set(["lead", "deputy"]);

export async function conflictsPage(id: string): Promise<void> {
  const visit = await OpenVisit.load(id);
  if (!visit) return missingPage();
  const list = h("div", {});
  page(gettext("Mục có hai câu trả lời"), { href: `#/visit/${id}`, label: visit.visit.entry.institution.name }, list);
  const decided = new Set<string>();
  const draw = () => {
    const open = visit.visit.bundle.conflicts.filter((conflict) => conflict.open && !decided.has(conflict.id));
    list.replaceChildren(...(open.length ? open.map((conflict) => conflictForm(visit, conflict, () => (decided.add(conflict.id), draw()))) : [h("p", {}, gettext("Không còn mục nào có hai câu trả lời."))]));
  };
  draw();
  onLeave(visit.store.listen((change) => void (change.visit === id && change.what === "visit" && visit.reload().then(draw).catch(() => {}))));
}

function conflictForm(visit: OpenVisit, conflict: Conflict, done: () => void): HTMLElement {
  const item = visit.byKey.get(conflict.key.split("#")[0]!);
  const name = newId("side");
  let chosen: "a" | "b" | "" = "";
  const side = (which: "a" | "b", told: Side | null, title: string) =>
    h("div", { class: "t-card" }, h("h3", {}, title), told ? [h("p", {}, h("strong", {}, item ? valueWords(item, told.values) : "")), h("p", {}, told.values.reason ?? ""), h("p", { class: "t-hint" }, `${told.name} · ${moment(told.noted_at)}`)] : h("p", {}, gettext("Chưa có câu trả lời")),
      MAY_DECIDE.has(visit.visit.entry.role) ? bigChoice("radio", name, which, false, gettext("Chọn câu này"), () => (chosen = which)) : null);
  const reason: HTMLTextAreaElement = h("textarea", { class: "t-input", rows: 2 });
  const said = h("p", { class: "t-error", role: "alert" });
  const decide = async () => {
    if (!chosen || !reason.value.trim()) return void (said.textContent = gettext("Hãy chọn một câu trả lời và ghi lý do."));
    const base = visit.kept.get(conflict.key)?.version ?? 0;
    await visit.store.enqueue({ visit: visit.id, kind: "conflict.decide", about: "", payload: { conflict: conflict.id, choose: chosen, base, reason: reason.value.trim() } });
    done();
  };
  return h("section", { "data-conflict": conflict.key }, h("h2", {}, `${conflict.key} ${local(item?.text)}`),
    h("div", { class: "t-ratio" }, side("a", conflict.a, gettext("Đang đứng")), side("b", conflict.b, gettext("Đến sau"))),
    MAY_DECIDE.has(visit.visit.entry.role) ? [field(gettext("Lý do chọn"), reason), said, button(gettext("Quyết định"), () => void decide(), { class: "t-button t-button--primary" })] : h("p", {}, gettext("Trưởng đoàn sẽ chọn. Cả hai câu trả lời vẫn được giữ.")));
}
