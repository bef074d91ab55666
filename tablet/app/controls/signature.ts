/*
 * A drawn signature. Its strokes are kept as shares of the pad's size, and in the store while they are drawn, so that
 * turning the tablet, a reload or a dead battery loses none of them.
 */
import SignaturePad, { type PointGroup } from "signature_pad";
import { sha256 } from "../core/canonical";
import type { Item } from "../core/checklist";
import { button, h } from "../dom";
import { LONGEST_EDGE, edgeOf, fitting } from "../photos/shrink";
import type { Store } from "../store/store";
import { gettext } from "../texts";
import type { OpenVisit } from "../visit";
import type { WithIt } from "./evidence";

export interface Drawn {
  id: string;
  digest: string; // SHA-256 of the picture
}

/* Strokes of a pad of one size, on a pad of another. */
export function scaled(strokes: PointGroup[], across: number, down: number): PointGroup[] {
  return strokes.map((stroke) => ({ ...stroke, points: stroke.points.map((point) => ({ ...point, x: point.x * across, y: point.y * down })) }));
}

export class Pad {
  readonly element: HTMLElement;
  private readonly canvas = h("canvas", { class: "t-pad", role: "img", "aria-label": gettext("Ô ký tên") });
  private readonly pad: SignaturePad;
  private size = { width: 0, height: 0 };
  private readonly watcher: ResizeObserver;

  constructor(
    private readonly store: Store,
    private readonly name: string,
  ) {
    this.pad = new SignaturePad(this.canvas, { minWidth: 1.2, maxWidth: 3.2, penColor: "#0B1F33", backgroundColor: "#fff" });
    this.pad.addEventListener("endStroke", () => void this.keep());
    this.element = h("div", {}, this.canvas, button(gettext("Ký lại"), () => this.clear(), { class: "t-link" }));
    this.watcher = new ResizeObserver(() => this.fit());
    this.watcher.observe(this.canvas);
    void this.restore();
  }

  get isEmpty(): boolean {
    return this.pad.isEmpty();
  }

  /* The size the tablet gives it now, with every stroke where it was. The stroke being drawn is ended, not lost. */
  private fit(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (!width || !height || (width === this.size.width && height === this.size.height)) return;
    const strokes = this.pad.toData();
    const sharp = Math.max(1, devicePixelRatio);
    [this.canvas.width, this.canvas.height] = [width * sharp, height * sharp];
    this.canvas.getContext("2d")!.scale(sharp, sharp);
    const before = this.size;
    this.size = { width, height };
    this.pad.clear();
    if (!before.width || !strokes.length) return;
    this.pad.fromData(scaled(strokes, width / before.width, height / before.height));
    void this.keep(); // a stroke that turning ended tells of no end
  }

  private async keep(): Promise<void> {
    await this.store.keepNote(`signature/${this.name}`, { strokes: scaled(this.pad.toData(), 1 / this.size.width, 1 / this.size.height) });
  }

  private async restore(): Promise<void> {
    const kept = await this.store.note<{ strokes: PointGroup[] }>(`signature/${this.name}`);
    if (!kept?.strokes.length || !this.pad.isEmpty()) return;
    this.fit();
    this.pad.fromData(scaled(kept.strokes, this.size.width, this.size.height));
  }

  clear(): void {
    this.pad.clear();
    void this.forget();
  }

  async forget(): Promise<void> {
    await this.store.keepNote(`signature/${this.name}`, { strokes: [] });
  }

  /* The signature as a picture, its longest edge at most so many pixels. */
  async picture(edge = LONGEST_EDGE): Promise<ArrayBuffer> {
    const size = fitting(this.canvas.width, this.canvas.height, edge);
    const small = Object.assign(document.createElement("canvas"), size);
    small.getContext("2d")!.drawImage(this.canvas, 0, 0, size.width, size.height);
    const blob = await new Promise<Blob | null>((resolve) => small.toBlob(resolve, "image/png"));
    if (!blob) throw new Error("the signature has no picture");
    return blob.arrayBuffer();
  }
}

/* Keep a signature as evidence of a visit, of an answer where there is one; return its id and digest. The pad keeps its strokes. */
export async function keepSignature(pad: Pad, visit: OpenVisit, key: string, withIt: WithIt | null, edge = LONGEST_EDGE): Promise<Drawn> {
  const bytes = await pad.picture(edge);
  const [id, digest] = [crypto.randomUUID(), await sha256(bytes)];
  const facts = { kind: "signature" as const, sha256: digest, contentType: "image/png", name: "", takenAt: new Date().toISOString(), place: null, masked: false };
  const photo = { id, key, bytes, thumbnail: bytes, facts };
  if (withIt) await visit.saveWithPhoto(photo, withIt(id));
  else await visit.store.keepPhoto({ ...photo, visit: visit.id }, null);
  return { id, digest };
}

export function signatureControl(visit: OpenVisit, key: string, item: Item, withIt: WithIt): HTMLElement {
  const pad = new Pad(visit.store, `${visit.id}/${key}`);
  const said = h("p", { class: "t-error", role: "alert" });
  let isKeeping = false;
  const keep = async () => {
    if (isKeeping) return;
    if (pad.isEmpty) return void (said.textContent = gettext("Chưa có nét ký nào."));
    isKeeping = true;
    await visit.store.finish(keepSignature(pad, visit, key, withIt, edgeOf(item))).finally(() => (isKeeping = false));
    pad.clear();
  };
  return h("div", {}, pad.element, said, button(gettext("Dùng chữ ký này"), () => void keep()));
}
