/*
 * Makes a photograph small enough to travel: 1,600 px at most, or as few as its item says, JPEG, without what the
 * camera wrote into it.
 *
 * Decoding and encoding happen off the page's thread (createImageBitmap, convertToBlob).
 */
export const LONGEST_EDGE = 1_600;
const THUMBNAIL_EDGE = 240;
const QUALITY = 0.82;

/* The longest edge a picture of an item may have. */
export const edgeOf = (item: { max_pixels?: number | null }): number => Math.min(LONGEST_EDGE, item.max_pixels ?? LONGEST_EDGE);

/* How large a picture of this size is drawn: smaller where it must be, never larger. */
export function fitting(width: number, height: number, edge: number): { width: number; height: number } {
  const scale = Math.min(1, edge / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export class NotAPicture extends Error {}

export interface Shrunk {
  bytes: ArrayBuffer;
  thumbnail: ArrayBuffer;
  width: number;
  height: number;
}

export async function shrink(file: Blob, edge = LONGEST_EDGE): Promise<Shrunk> {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => {
    throw new NotAPicture(file.type);
  });
  try {
    return await written(bitmap, bitmap.width, bitmap.height, edge);
  } finally {
    bitmap.close();
  }
}

export async function written(source: CanvasImageSource, width: number, height: number, edge = LONGEST_EDGE): Promise<Shrunk> {
  const large = drawn(source, width, height, edge);
  const small = drawn(large, large.width, large.height, THUMBNAIL_EDGE);
  const size = { width: large.width, height: large.height };
  try {
    const [bytes, thumbnail] = await Promise.all([jpeg(large), jpeg(small)]);
    return { bytes, thumbnail, ...size };
  } finally {
    release(large, small);
  }
}

/* Give the pixels back at once: the collector sees a small object and lets eight megabytes a photograph stand. */
export function release(...canvases: { width: number; height: number }[]): void {
  for (const canvas of canvases) canvas.width = canvas.height = 0;
}

function drawn(source: CanvasImageSource, width: number, height: number, edge: number): OffscreenCanvas {
  const size = fitting(width, height, edge);
  const canvas = new OffscreenCanvas(size.width, size.height);
  const pen = canvas.getContext("2d")!;
  pen.imageSmoothingQuality = "high";
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const jpeg = async (canvas: OffscreenCanvas): Promise<ArrayBuffer> => (await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY })).arrayBuffer();

/* Draw a JPEG into a canvas of the page; a canvas needs no address, so nothing decrypted gets one. */
export async function paint(canvas: HTMLCanvasElement, bytes: ArrayBuffer): Promise<void> {
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
  [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
  canvas.getContext("2d")!.drawImage(bitmap, 0, 0);
  bitmap.close();
}
