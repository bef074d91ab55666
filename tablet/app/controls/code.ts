/* A QR code drawn on a canvas, with its words for who cannot scan it. */
import { type Correction, modulesOf } from "../core/qr";
import { h } from "../dom";
import { gettext } from "../texts";

const MODULE = 6;

/* The code, or words where the text is too long for one: what it carries is always to be had as a file too. */
export function qrCode(text: string, label: string, ecc: Correction = "low"): HTMLElement {
  const cells = modulesOf(text, ecc);
  if (!cells) return h("p", { role: "status" }, gettext("Dài hơn một mã QR chứa được: hãy lưu thành tệp rồi chuyển tệp."));
  const canvas = h("canvas", { class: "t-qr", role: "img", "aria-label": label });
  canvas.width = canvas.height = cells.length * MODULE;
  const pen = canvas.getContext("2d")!;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#000";
  cells.forEach((row, y) => row.forEach((isDark, x) => void (isDark && pen.fillRect(x * MODULE, y * MODULE, MODULE, MODULE))));
  return canvas;
}
