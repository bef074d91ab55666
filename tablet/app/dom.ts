/* Builds pages out of plain elements. Texts are always texts: nothing here reads HTML. */
export type Child = Node | string | null | undefined | false | Child[];
type Handler = (event: Event) => unknown;
export type Attributes = Record<string, string | number | boolean | null | undefined | Handler>;

const SVG = "http://www.w3.org/2000/svg";

export function h<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

function append(element: Element, children: Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child !== null && child !== undefined && child !== false) element.append(child);
  }
}

const ICONS = {
  check: "M5 12l5 5L20 7",
  cross: "M6 6l12 12M18 6L6 18",
  minus: "M5 12h14",
  camera: "M4 8h3l2-3h6l2 3h3v11H4zM12 17a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  arrow: "M9 6l6 6-6 6",
  back: "M15 6l-6 6 6 6",
  book: "M5 4h10l4 4v12H5zM14 4v5h5",
  warning: "M12 4L3 20h18zM12 10v5M12 17.5v.5",
  pen: "M4 20l1-5L16 4l4 4L9 19z",
  down: "M6 9l6 6 6-6",
} as const;

export function icon(name: keyof typeof ICONS): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "t-icon", "aria-hidden": "true", focusable: "false" })) svg.setAttribute(key, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export function button(label: Child, onClick: Handler, attributes: Attributes = {}): HTMLButtonElement {
  return h("button", { type: "button", class: "t-button", click: onClick, ...attributes }, label);
}

/* A page goes with what stood over it: a dialog never outlives its page, still less its person. */
export function show(...children: Child[]): void {
  document.querySelectorAll("dialog").forEach((dialog) => dialog.close());
  const app = document.getElementById("app")!;
  app.replaceChildren();
  append(app, children);
}

let made = 0;
export const newId = (prefix: string): string => `${prefix}-${(made += 1)}`;

/* A labelled control: every control has its words beside it, and a hint is read with it. */
export function field(label: string, control: HTMLElement, hint = ""): HTMLDivElement {
  const id = control.id || newId("c");
  control.id = id;
  const hintId = `${id}-hint`;
  if (hint) control.setAttribute("aria-describedby", hintId);
  return h("div", { class: "t-field" }, h("label", { for: id, class: "t-label" }, label), hint && h("p", { id: hintId, class: "t-hint" }, hint), control);
}
