/* A table of rows, each a small form: one below the other, so that it can be filled in with one hand. */
import type { Column } from "../core/checklist";
import { button, field, h } from "../dom";
import { gettext, interpolate, local } from "../texts";
import { shown, valueOf } from "../core/cells";
import type { Control } from "./kinds";

type Row = Record<string, unknown>;

export const tableControl: Control = (item, answer, change) => {
  const rows: Row[] = Array.isArray(answer.value) ? structuredClone(answer.value as Row[]) : [];
  const list = h("ol", { class: "t-rows" });
  const say = () => change({ value: structuredClone(rows) });
  const draw = () => list.replaceChildren(...rows.map((row, index) => rowForm(item.columns ?? [], row, index, say, () => (rows.splice(index, 1), say(), draw(), adding.focus()))));
  const add = () => {
    rows.push({});
    say();
    draw();
    list.lastElementChild?.querySelector<HTMLElement>("input, select, textarea")?.focus();
  };
  const adding = button(gettext("Thêm dòng"), add);
  draw();
  return h("div", {}, list, adding);
};

function rowForm(columns: readonly Column[], row: Row, index: number, say: () => void, remove: () => void): HTMLElement {
  const number = { number: index + 1 };
  return h("li", { class: "t-card" },
    h("fieldset", { class: "t-plain" }, h("legend", {}, interpolate(gettext("Dòng %(number)s"), number)), columns.filter((column) => column.kind !== "computed").map((column) => field(local(column.text), cell(column, row, say)))),
    button(interpolate(gettext("Bỏ dòng %(number)s"), number), remove, { class: "t-link" }));
}

const TYPES: Record<string, string> = { date: "date", time: "time", datetime: "datetime-local" };

function cell(column: Column, row: Row, say: () => void): HTMLElement {
  const keep = (value: string) => {
    row[column.key] = valueOf(column.kind, value);
    say();
  };
  if (column.kind === "choices") return severalOf(column, row, say);
  if (column.options?.length) {
    const chosen: HTMLSelectElement = h("select", { class: "t-input", change: () => keep(chosen.value) }, h("option", { value: "" }, gettext("Chọn")), column.options.map((option) => h("option", { value: option.value, selected: row[column.key] === option.value }, local(option.label))));
    return chosen;
  }
  const input: HTMLInputElement = h("input", { class: "t-input", type: TYPES[column.kind] ?? "text", inputmode: column.kind === "number" ? "decimal" : null, value: shown(column.kind, row[column.key]), input: () => keep(input.value) });
  return input;
}

/* Several of a column's options: one list, of which more than one line can be chosen. */
function severalOf(column: Column, row: Row, say: () => void): HTMLElement {
  const chosen = Array.isArray(row[column.key]) ? (row[column.key] as string[]) : [];
  const list: HTMLSelectElement = h("select", { class: "t-input", multiple: true, change: () => {
    row[column.key] = [...list.selectedOptions].map((option) => option.value);
    say();
  } }, (column.options ?? []).map((option) => h("option", { value: option.value, selected: chosen.includes(option.value) }, local(option.label))));
  return list;
}
