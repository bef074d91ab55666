/*
 * The control of each kind of answer. A control takes the answer there is, shows it, and says each change at once;
 * it never loses what was typed, even where that fits nothing.
 */
import { numberIn, shown, valueOf } from "../core/cells";
import type { Answer, Item, Option, Verdict } from "../core/checklist";
import { type Child, button, h, icon, newId } from "../dom";
import { gettext, local } from "../texts";
import { placeControl } from "./place";
import { qrControl } from "./qr";
import { tableControl } from "./table";

export type Change = (changed: Partial<Answer>) => void;
export type Control = (item: Item, answer: Answer, change: Change) => HTMLElement | null;

export const VERDICTS: [Verdict, Parameters<typeof icon>[0], () => string][] = [
  ["pass", "check", () => gettext("Đạt")],
  ["fail", "cross", () => gettext("Không đạt")],
  ["not_applicable", "minus", () => gettext("Không áp dụng")],
];

export const verdictWord = (verdict: Verdict | null | undefined): string => VERDICTS.find(([value]) => value === verdict)?.[2]() ?? "";

/* Three big answers; choosing the same one again takes it back. */
export const verdictControl: Control = (item, answer, change) => {
  const name = newId(`verdict-${item.key}`);
  return h("div", { class: "t-verdicts" }, VERDICTS.map(([value, sign, word]) => bigChoice("radio", name, value, answer.verdict === value, [icon(sign), word()], () => change({ verdict: value }), `t-choice--${value}`)));
};

export function bigChoice(type: "radio" | "checkbox", name: string, value: string, isChosen: boolean, label: Child, onChoose: (isChosen: boolean) => void, also = ""): HTMLElement {
  const input: HTMLInputElement = h("input", { type, name, value, checked: isChosen, change: () => onChoose(input.checked) });
  return h("label", { class: `t-choice ${also}` }, input, h("span", { class: "t-choice__label" }, label));
}

/* Instead of a value: it does not apply here, or what should have been measured is not there at all. */
export function instead(item: Item, isJudged: boolean, answer: Answer, change: Change): HTMLElement | null {
  const offered = VERDICTS.filter(([verdict]) => (verdict === "not_applicable" && item.asks?.not_applicable) || (verdict === "fail" && isJudged));
  if (!offered.length) return null;
  return h("div", { class: "t-instead" }, offered.map(([verdict, sign, word]) => bigChoice("checkbox", newId("instead"), verdict, answer.verdict === verdict, [icon(sign), word()], (isChosen) => change({ verdict: isChosen ? verdict : null }), `t-choice--${verdict}`)));
}

const choiceControl: Control = (item, answer, change) => {
  const name = newId(`choice-${item.key}`);
  return h("div", { class: "t-choices" }, (item.options ?? []).map((option) => bigChoice("radio", name, option.value, answer.value === option.value, local(option.label), () => change({ value: option.value }))));
};

const choicesControl: Control = (item, answer, change) => {
  const chosen = new Set(Array.isArray(answer.value) ? (answer.value as string[]) : []);
  const options: Option[] = item.options ?? [];
  const choose = (value: string, isChosen: boolean) => {
    if (isChosen) chosen.add(value);
    else chosen.delete(value);
    change({ value: options.map((option) => option.value).filter((each) => chosen.has(each)) });
  };
  return h("div", { class: "t-choices" }, options.map((option) => bigChoice("checkbox", newId(item.key), option.value, chosen.has(option.value), local(option.label), (isChosen) => choose(option.value, isChosen))));
};

function typedNumber(label: string, value: unknown, unit: string, say: (typed: string) => void): HTMLElement {
  const id = newId("number");
  const input: HTMLInputElement = h("input", { id, class: "t-input t-input--number", inputmode: "decimal", autocomplete: "off", value: shown("number", value), input: () => say(numberIn(input.value)) });
  return h("div", { class: "t-field" }, h("label", { for: id, class: "t-label" }, label), h("span", { class: "t-with-unit" }, input, unit && h("span", { class: "t-unit" }, unit)));
}

const numberControl: Control = (item, answer, change) => {
  const unit = item.limit?.unit ?? "";
  if (!item.numerator || !item.denominator) return typedNumber(gettext("Số đếm được"), answer.value, unit, (value) => change({ value: value || null }));
  return h("div", { class: "t-ratio" },
    typedNumber(local(item.numerator.label) || gettext("Tử số"), answer.numerator, "", (numerator) => change({ numerator })),
    typedNumber(local(item.denominator.label) || gettext("Mẫu số"), answer.denominator, "", (denominator) => change({ denominator })));
};

const textControl: Control = (_item, answer, change) => {
  const id = newId("text");
  const area: HTMLTextAreaElement = h("textarea", { id, class: "t-input", rows: 3, input: () => change({ value: area.value || null }) }, String(answer.value ?? ""));
  return h("div", { class: "t-field" }, h("label", { for: id, class: "t-label" }, gettext("Ghi lại điều thấy được")), area);
};

const dated = (kind: "date" | "time" | "datetime", label: () => string): Control => (_item, answer, change) => {
  const id = newId(kind);
  const type = kind === "datetime" ? "datetime-local" : kind;
  const input: HTMLInputElement = h("input", { id, type, class: "t-input t-input--short", value: shown(kind, answer.value), input: () => change({ value: valueOf(kind, input.value) }) });
  return h("div", { class: "t-field" }, h("label", { for: id, class: "t-label" }, label()), input);
};

export const CONTROLS: Record<string, Control> = {
  verdict: verdictControl,
  number: numberControl,
  choice: choiceControl,
  choices: choicesControl,
  text: textControl,
  date: dated("date", () => gettext("Ngày")),
  time: dated("time", () => gettext("Giờ")),
  datetime: dated("datetime", () => gettext("Ngày giờ")),
  place: placeControl,
  table: tableControl,
  qr: qrControl,
};

/* Takes an answer back: what was chosen by mistake is nobody's answer. */
export const clearButton = (clear: () => void): HTMLElement => button(gettext("Bỏ câu trả lời"), clear, { class: "t-link" });
