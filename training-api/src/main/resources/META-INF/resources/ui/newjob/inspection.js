// Looks at one image after the other: whether the service would take it, how large it is, and how it looks in small.
import { digestOf } from "./digest.js";
import { fileProblem, formatOf, sizeProblem } from "./imagerules.js";

const SMALL = 360;

/**
 * Fills in width, height, digest and problem of an image, and draws it.
 *
 * @param image has file; changed
 */
export async function inspect(image, canvas, bounds) {
  try {
    const format = formatOf(new Uint8Array(await image.file.slice(0, 16).arrayBuffer()));
    image.problem = fileProblem(image.file.size, format, bounds);
    if (image.problem) return;
    const bitmap = await decoded(image.file);
    if (!bitmap) {
      image.problem = "is damaged or not supported; use JPEG, PNG, WebP or BMP";
      return;
    }
    image.width = bitmap.width;
    image.height = bitmap.height;
    image.problem = sizeProblem(image, format, bounds);
    draw(bitmap, canvas);
    bitmap.close();
    image.digest = await digestOf(image.file);
  } catch (unreadable) {
    image.problem = "cannot be read any more; add it again";
  }
}

// Upright, as the trainer sees it: bitmaps are made so by default.
async function decoded(file) {
  try {
    return await createImageBitmap(file);
  } catch {
    return null;
  }
}

function draw(bitmap, canvas) {
  const scale = Math.min(1, SMALL / Math.max(bitmap.width, bitmap.height));
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
}
