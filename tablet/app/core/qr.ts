/* A text as the modules of a QR code. */
import encodeQR from "qr";

export type Correction = "low" | "medium";

/* The rows of a code, dark modules true, with its quiet zone; null for a text that none holds (2,953 bytes at most). */
export function modulesOf(text: string, ecc: Correction = "low"): boolean[][] | null {
  try {
    return encodeQR(text, "raw", { ecc, border: 4 });
  } catch {
    return null;
  }
}
