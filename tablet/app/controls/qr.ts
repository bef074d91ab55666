/*
 * Reads a QR code by the camera or from a photograph, in plain script: no WebAssembly, so the content security
 * policy of the house stays as it is, and no network (docs/decisions/tablet-application.md).
 */
import decodeQR from "qr/decode.js";
import { button, field, h } from "../dom";
import { release } from "../photos/shrink";
import { gettext } from "../texts";
import type { Control } from "./kinds";

const LONGEST_EDGE = 1_000;
const EVERY_MS = 250;

/* The text of a code in a picture, null where none can be read. */
export function codeIn(source: CanvasImageSource, width: number, height: number): string | null {
  const scale = Math.min(1, LONGEST_EDGE / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  const pen = canvas.getContext("2d", { willReadFrequently: true })!;
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  try {
    return decodeQR(pen.getImageData(0, 0, canvas.width, canvas.height));
  } catch {
    return null;
  } finally {
    release(canvas);
  }
}

/* A button that opens the camera and a way to choose a picture; `found` hears the text. */
export function qrReader(found: (text: string) => void): HTMLElement {
  const said = h("p", { class: "t-hint", role: "status" });
  const video = h("video", { class: "t-video", playsinline: true, muted: true, hidden: true });
  const file = h("input", { type: "file", accept: "image/*", class: "t-file", change: () => void readFile() });
  let stop: () => void = () => {};
  const done = (text: string) => {
    stop();
    said.textContent = gettext("Đã đọc mã.");
    found(text);
  };
  const readFile = async () => {
    const bitmap = file.files?.[0] && (await createImageBitmap(file.files[0]).catch(() => null));
    const text = bitmap ? codeIn(bitmap, bitmap.width, bitmap.height) : null;
    if (text !== null) done(text);
    else said.textContent = gettext("Không thấy mã QR trong ảnh. Hãy chụp thẳng, đủ sáng, mã chiếm nửa ảnh.");
  };
  const look = async () => {
    stop();
    const stream = await navigator.mediaDevices?.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 960 } } }).catch(() => null);
    if (!stream) return void (said.textContent = gettext("Không mở được máy ảnh. Hãy chọn ảnh chụp mã."));
    video.srcObject = stream;
    video.hidden = false;
    await video.play().catch(() => {}); // one who left in between wants it no more
    said.textContent = gettext("Đưa mã QR vào giữa khung hình.");
    const timer = setInterval(() => {
      if (!video.isConnected) return stop();
      const text = video.videoWidth ? codeIn(video, video.videoWidth, video.videoHeight) : null;
      if (text !== null) done(text);
    }, EVERY_MS);
    stop = () => (clearInterval(timer), stream.getTracks().forEach((track) => track.stop()), (video.hidden = true));
  };
  return h("div", {}, button(gettext("Quét mã QR"), () => void look()), video, field(gettext("Hoặc chọn ảnh có mã QR"), file), said);
}

export const qrControl: Control = (_item, answer, change) => {
  const text: HTMLInputElement = h("input", { class: "t-input", value: String(answer.value ?? ""), input: () => change({ value: text.value || null }) });
  const reader = qrReader((found) => {
    text.value = found;
    change({ value: found });
  });
  return h("div", {}, reader, field(gettext("Nội dung mã"), text));
};
