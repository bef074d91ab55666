/* A QR code drawn on a canvas, with its words for who cannot scan it. */
import encodeQR from "qr";
import { h } from "../dom";

const MODULE = 6;

export function qrCode(text: string, label: string): HTMLCanvasElement {
  const cells = encodeQR(text, "raw", { ecc: "low", border: 3 });
  const canvas = h("canvas", { class: "t-qr", role: "img", "aria-label": label });
  canvas.width = canvas.height = cells.length * MODULE;
  const pen = canvas.getContext("2d")!;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#000";
  cells.forEach((row, y) => row.forEach((isDark, x) => void (isDark && pen.fillRect(x * MODULE, y * MODULE, MODULE, MODULE))));
  return canvas;
}
