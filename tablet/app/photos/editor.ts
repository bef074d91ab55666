/*
 * Arrows, circles and black bars on a photograph, before it leaves the tablet.
 *
 * Marks are drawn into the picture itself: what is masked is gone from the bytes that are kept, hashed and sent.
 */
import { type Child, button, h, icon } from "../dom";
import { gettext } from "../texts";
import { type Shrunk, paint, release, written } from "./shrink";

type Tool = "arrow" | "circle" | "mask";
interface Point {
  x: number;
  y: number;
}
interface Stroke {
  tool: Tool;
  from: Point;
  to: Point;
}

export type Edited = Shrunk & { masked: boolean };

const RED = "#B3261E";
const SHORTEST = 8;

/* Show a photograph as long as it is wanted; return it with its marks, or null where the inspector turned back or left. */
export function editPhoto(bytes: ArrayBuffer, isWanted: () => boolean): Promise<Edited | null> {
  return new Promise((resolve, reject) => new Editor(bytes, resolve).open(isWanted).catch(reject));
}

class Editor {
  private readonly canvas = h("canvas", { class: "t-editor__canvas", tabindex: 0, role: "img", "aria-label": gettext("Ảnh đang xem lại") });
  private readonly base = h("canvas");
  private readonly strokes: Stroke[] = [];
  private tool: Tool = "mask";
  private drawing: Stroke | null = null;
  private readonly dialog: HTMLDialogElement;

  constructor(
    private readonly bytes: ArrayBuffer,
    private readonly resolve: (edited: Edited | null) => void,
  ) {
    this.dialog = h("dialog", { class: "t-editor", "aria-label": gettext("Xem lại ảnh") }, this.tools(), this.canvas, this.ways());
  }

  async open(isWanted: () => boolean): Promise<void> {
    await paint(this.base, this.bytes);
    if (!isWanted()) return this.resolve(null);
    [this.canvas.width, this.canvas.height] = [this.base.width, this.base.height];
    this.draw();
    for (const name of ["pointerdown", "pointermove", "pointerup", "pointercancel"] as const) this.canvas.addEventListener(name, (event) => this.pointer(event));
    document.body.append(this.dialog);
    this.dialog.addEventListener("close", () => (this.dialog.remove(), release(this.canvas, this.base), this.resolve(null)));
    this.dialog.showModal();
  }

  private tools(): HTMLElement {
    const choice = (tool: Tool, label: string): Child => {
      const input: HTMLInputElement = h("input", { type: "radio", name: "tool", value: tool, checked: tool === this.tool, change: () => (this.tool = tool) });
      return h("label", { class: "t-choice" }, input, h("span", { class: "t-choice__label" }, label));
    };
    const undo = button(gettext("Bỏ nét vừa vẽ"), () => (this.strokes.pop(), this.draw()));
    const all = button(gettext("Che cả ảnh"), () => this.add({ tool: "mask", from: { x: 0, y: 0 }, to: { x: this.canvas.width, y: this.canvas.height } }));
    return h("div", { class: "t-editor__tools" }, h("fieldset", { class: "t-plain t-choices" }, h("legend", { class: "t-hidden" }, gettext("Vẽ gì")), choice("mask", gettext("Che đen")), choice("arrow", gettext("Mũi tên")), choice("circle", gettext("Khoanh tròn"))), undo, all);
  }

  private ways(): HTMLElement {
    const use = button([icon("check"), gettext("Dùng ảnh")], () => void this.use(), { class: "t-button t-button--primary" });
    const back = button(gettext("Để sau"), () => this.dialog.close());
    return h("div", { class: "t-editor__tools" }, use, back);
  }

  private async use(): Promise<void> {
    const made = await written(this.canvas, this.canvas.width, this.canvas.height);
    this.resolve({ ...made, masked: this.strokes.some((stroke) => stroke.tool === "mask") });
    this.dialog.close();
  }

  private pointer(event: PointerEvent): void {
    const box = this.canvas.getBoundingClientRect();
    const at = { x: ((event.clientX - box.left) / box.width) * this.canvas.width, y: ((event.clientY - box.top) / box.height) * this.canvas.height };
    if (event.type === "pointerdown") {
      this.canvas.setPointerCapture(event.pointerId);
      this.drawing = { tool: this.tool, from: at, to: at };
    } else if (this.drawing) {
      this.drawing = { ...this.drawing, to: at };
      if (event.type !== "pointermove") this.finish();
    }
    this.draw();
  }

  private finish(): void {
    const stroke = this.drawing;
    this.drawing = null;
    if (stroke && Math.hypot(stroke.to.x - stroke.from.x, stroke.to.y - stroke.from.y) >= SHORTEST) this.add(stroke);
  }

  private add(stroke: Stroke): void {
    this.strokes.push(stroke);
    this.draw();
  }

  private draw(): void {
    const pen = this.canvas.getContext("2d")!;
    pen.drawImage(this.base, 0, 0);
    for (const stroke of this.drawing ? [...this.strokes, this.drawing] : this.strokes) drawStroke(pen, stroke);
  }
}

function drawStroke(pen: CanvasRenderingContext2D, { tool, from, to }: Stroke): void {
  pen.fillStyle = "#000";
  pen.strokeStyle = RED;
  pen.lineWidth = Math.max(4, pen.canvas.width / 200);
  if (tool === "mask") return pen.fillRect(Math.min(from.x, to.x), Math.min(from.y, to.y), Math.abs(to.x - from.x), Math.abs(to.y - from.y));
  pen.beginPath();
  if (tool === "circle") pen.ellipse((from.x + to.x) / 2, (from.y + to.y) / 2, Math.abs(to.x - from.x) / 2, Math.abs(to.y - from.y) / 2, 0, 0, 2 * Math.PI);
  else arrow(pen, from, to);
  pen.stroke();
}

function arrow(pen: CanvasRenderingContext2D, from: Point, to: Point): void {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const head = pen.lineWidth * 5;
  pen.moveTo(from.x, from.y);
  pen.lineTo(to.x, to.y);
  for (const turn of [-0.5, 0.5]) {
    pen.moveTo(to.x, to.y);
    pen.lineTo(to.x - head * Math.cos(angle + turn), to.y - head * Math.sin(angle + turn));
  }
}
