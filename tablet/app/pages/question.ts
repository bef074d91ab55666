/*
 * One question on its page: the words, the clause behind a tap, what the institution declared, the answer, and then
 * only what that answer asks for. The note for oneself stands apart and never reaches the minutes.
 */
import { CONTROLS, clearButton, instead, verdictWord } from "../controls/kinds";
import { evidenceControl } from "../controls/evidence";
import type { Answer, Item, Question } from "../core/checklist";
import { type Mark, boundOf, isJudged, mark, offered } from "../core/marking";
import { factsOf } from "../core/world";
import { type Child, h, icon, newId } from "../dom";
import { gettext, interpolate, local, numberText } from "../texts";
import type { OpenVisit } from "../visit";

const BY_EVIDENCE = new Set(["photo", "file", "signature"]);

export class QuestionView {
  readonly element: HTMLElement;
  private readonly asked = h("div", { class: "t-asked" });
  private readonly verdict = h("p", { class: "t-mark", role: "status" });
  private saved = "";

  constructor(
    readonly visit: OpenVisit,
    readonly question: Question,
    private readonly changed: () => void,
  ) {
    this.element = question.item.kind === "group" || question.item.kind === "note" ? h("div", { class: "t-note" }) : h("fieldset", { class: "t-question" });
    this.element.id = `q-${question.key}`;
    this.draw();
  }

  /* What is drawn besides what is asked: when it changes elsewhere, the question is drawn anew. */
  private shownOf(answer: Answer): string {
    return JSON.stringify([answer, this.visit.declared(this.question.key)]);
  }

  private get answer(): Answer {
    return this.visit.answer(this.question.key);
  }

  /* Draw the whole question: at first, and when somebody else changed the answer. */
  draw(): void {
    const { item, key } = this.question;
    this.saved = this.shownOf(this.answer);
    if (item.kind === "group" || item.kind === "note") this.element.replaceChildren(h("p", {}, local(item.text)));
    else this.element.replaceChildren(...([legend(this.question), hint(item), clauses(item, this.visit.world.visitOn), beside(this.visit, key, item), this.control(), this.verdict, this.asked, this.ownNote()].filter(Boolean) as Node[]));
    this.refresh();
  }

  /* What follows from the answers: whether the question shows, the provisional mark, what is asked besides. */
  refresh(): void {
    const marked = mark(this.question, this.visit.world);
    this.element.hidden = !marked.isVisible;
    this.offerAnew();
    this.verdict.replaceChildren(...(this.markWords(marked).filter(Boolean) as Node[]));
    this.drawAsked(marked);
  }

  /* An answer that came from elsewhere is drawn unless one is typing here. */
  reread(): void {
    if (this.shownOf(this.answer) !== this.saved && !this.element.contains(document.activeElement)) this.draw();
    else this.refresh();
  }

  private readonly change = (changed: Partial<Answer>): void => {
    const begun = performance.now();
    const values = { ...this.answer, ...changed };
    this.saved = this.shownOf(values);
    const saving = this.visit.save(this.question.key, values);
    this.refresh();
    this.changed();
    void saving.then(() => performance.measure("motcua-save", { start: begun }), () => {}); // a fault is told by the store
  };

  private offers = "";
  private shownControl: HTMLElement | null = null;

  /* What can be chosen may hang on other answers: the choices are drawn anew when they are others. */
  private offerAnew(): void {
    const now = this.offeredNow();
    if (!this.shownControl || now === this.offers) return;
    const old = this.shownControl;
    old.replaceWith(this.control() as HTMLElement);
  }

  private offeredNow(): string {
    return JSON.stringify(offered(this.question, this.visit.world).map(({ value }) => value));
  }

  private control(): Child {
    const item = { ...this.question.item, options: offered(this.question, this.visit.world) };
    if (BY_EVIDENCE.has(item.kind) || item.kind === "computed") return null;
    this.offers = this.offeredNow();
    return this.shownControl = h("div", { class: "t-control" }, CONTROLS[item.kind]?.(item, this.answer, this.change) ?? h("p", { class: "t-error" }, gettext("Bản ứng dụng này chưa biết loại câu hỏi này. Hãy cập nhật khi có mạng.")),
      item.kind === "verdict" ? null : instead(item, isJudged(item), this.answer, this.change));
  }

  private ownNote(): Child {
    if (this.question.item.kind === "computed") return null;
    const id = newId("note");
    const area: HTMLTextAreaElement = h("textarea", { id, class: "t-input", rows: 2, input: () => this.change({ note: area.value }) }, this.answer.note ?? "");
    const open = Boolean(this.answer.note);
    return h("details", { class: "t-details t-own", open }, h("summary", {}, gettext("Ghi chú nội bộ")),
      h("div", { class: "t-field" }, h("label", { for: id, class: "t-label" }, gettext("Chỉ đoàn đọc được, không vào biên bản")), area),
      clearButton(() => (this.change({ verdict: null, value: null, numerator: "", denominator: "" }), this.draw(), this.element.querySelector("input")?.focus())));
  }

  private shown = "";

  /* Only what the answer asks for, and what was given before: changing one's mind hides no photograph. */
  private drawAsked(marked: Mark): void {
    const { item, key } = this.question;
    const wantsReason = marked.asks.includes("reason") || Boolean(this.answer.reason);
    const wantsEvidence = marked.asks.includes("evidence") || BY_EVIDENCE.has(item.kind) || Boolean(this.answer.evidence?.length) || Boolean(this.answer.unseen_because);
    const now = `${wantsReason}${wantsEvidence}${this.answer.evidence?.join()}`;
    if (now === this.shown && this.asked.childElementCount === Number(wantsReason) + Number(wantsEvidence)) return;
    if (this.asked.contains(document.activeElement) && this.shown && now.startsWith(this.shown.slice(0, 8)) && document.activeElement instanceof HTMLTextAreaElement) return;
    this.shown = now;
    this.asked.replaceChildren(...([wantsReason && this.reason(), wantsEvidence && evidenceControl(this.visit, key, item, () => this.answer, this.change)].filter(Boolean) as Node[]));
  }

  private reason(): HTMLElement {
    const id = newId("reason");
    const area: HTMLTextAreaElement = h("textarea", { id, class: "t-input", rows: 2, input: () => this.change({ reason: area.value }) }, this.answer.reason ?? "");
    const canned = (this.question.item.findings ?? []).map((finding) => h("button", { type: "button", class: "t-link", click: () => ((area.value = local(finding.text)), this.change({ reason: area.value })) }, local(finding.text)));
    return h("div", { class: "t-field" }, h("label", { for: id, class: "t-label" }, gettext("Lý do")), area, canned.length ? h("div", { class: "t-canned" }, canned) : null);
  }

  private markWords(marked: Mark): Child[] {
    const { item } = this.question;
    const words: Child[] = [];
    if (item.computed && marked.value !== null && marked.value !== undefined) words.push(h("span", {}, interpolate(gettext("Tạm tính: %(value)s"), { value: `${numberText(rounded(marked.value))} ${item.limit?.unit ?? ""}`.trim() })));
    if (marked.isBeyond) words.push(h("span", { class: "t-tag t-tag--wrong" }, icon("warning"), gettext("Vượt hạn mức, tạm tính")));
    else if (item.limit && marked.verdict === "pass") words.push(h("span", { class: "t-tag t-tag--done" }, icon("check"), gettext("Trong hạn mức, tạm tính")));
    if (marked.isInvalid) words.push(h("span", { class: "t-error" }, local(item.message)));
    if (marked.isAnswered && marked.missing.length) words.push(h("span", { class: "t-tag t-tag--attention" }, missingWords(marked.missing)));
    return words;
  }
}

const rounded = (value: unknown): unknown => (typeof value === "number" ? Math.round(value * 100) / 100 : value);

function missingWords(missing: Mark["missing"]): string {
  const words = { answer: gettext("câu trả lời"), reason: gettext("lý do"), evidence: gettext("ảnh hoặc lời giải thích vì sao không chụp được") };
  return interpolate(gettext("Còn thiếu: %(what)s"), { what: missing.map((each) => words[each]).join(", ") });
}

function legend({ key, item, unit }: Question): HTMLElement {
  return h("legend", { class: "t-legend" },
    h("span", { class: "t-key" }, unit === null ? key : interpolate(gettext("%(key)s · mẫu số %(unit)s"), { key: item.key, unit })), " ", local(item.text),
    item.critical ? h("span", { class: "t-tag t-tag--attention" }, icon("warning"), gettext("Quan trọng")) : null);
}

const hint = (item: Item): Child => local(item.hint) && h("p", { class: "t-hint" }, local(item.hint));

function clauses(item: Item, on: string): Child {
  const binding = (item.clauses ?? []).filter((clause) => (!clause.from || clause.from <= on) && (!clause.to || on <= clause.to));
  return binding.length ? h("details", { class: "t-details" }, h("summary", {}, icon("book"), gettext("Căn cứ")), h("ul", {}, binding.map((clause) => h("li", {}, clause.text)))) : null;
}

const SIGNS: Record<string, string> = { "<=": "≤", ">=": "≥", "<": "<", ">": ">", "=": "=" };

/* Declared and found side by side, with the limit that holds for this institution. */
function beside(visit: OpenVisit, key: string, item: Item): Child {
  const declared = visit.declared(key);
  const bound = item.limit && boundOf(item.limit, factsOf(visit.world, null), visit.world.kind);
  const earlier = (visit.visit.bundle.previous ?? []).filter((finding) => finding.key === item.key);
  const rows: [string, string][] = [];
  if (declared) rows.push([gettext("Cơ sở tự khai"), valueWords(item, declared)]);
  if (bound) rows.push([gettext("Hạn mức"), `${SIGNS[item.limit!.operator ?? ""] ?? ""} ${numberText(bound)} ${item.limit!.unit ?? ""}`.trim()]);
  for (const finding of earlier) rows.push([gettext("Lần trước"), finding.text]);
  return rows.length ? h("dl", { class: "t-beside" }, rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))) : null;
}

export function valueWords(item: Item, answer: Answer): string {
  if (answer.verdict) return verdictWord(answer.verdict);
  if (item.numerator) return [answer.numerator, answer.denominator].map((each) => numberText(each ?? "?")).join(" / ");
  const options = new Map((item.options ?? []).map((option) => [option.value, local(option.label)]));
  const values = Array.isArray(answer.value) ? answer.value : [answer.value];
  if (item.kind === "table") return interpolate(gettext("%(count)s dòng"), { count: values.filter(Boolean).length });
  if (item.kind === "place") return Object.values((answer.value as Record<string, string>) ?? {}).filter(Boolean).slice(0, 2).join(", ");
  return values.filter((value) => value !== null && value !== undefined).map((value) => options.get(String(value)) ?? (item.kind === "number" ? numberText(value) : String(value))).join(", ");
}
