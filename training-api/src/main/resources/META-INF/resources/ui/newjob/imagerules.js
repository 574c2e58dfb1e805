// What the service would refuse of a file, in its words, before it is uploaded.
const ENDING = /\.(jpg|jpeg|png|webp|bmp)$/i;
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}\p{M} ()._-]{0,199}\.(jpg|jpeg|png|webp|bmp)$/iu;
const HIDDEN = /(^|\/)(\.|__MACOSX\/|Thumbs\.db$|desktop\.ini$)/i;
const READ = "use JPEG, PNG, WebP or BMP";

export const METADATA = "metadata.jsonl";

/** What a file is taken for: image, caption, table, hidden or other. */
export function roleOf(path) {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (HIDDEN.test(path)) return "hidden";
  if (name === METADATA) return "table";
  if (name.toLowerCase().endsWith(".txt")) return "caption";
  return ENDING.test(name) ? "image" : "other";
}

/** Why a file that is neither image nor caption is left out. */
export function leftOut(name) {
  if (/\.(heic|heif)$/i.test(name)) return `${name} is a HEIC image; export it as JPEG.`;
  if (/\.(zip|tar|gz|7z|rar)$/i.test(name)) return `${name} is an archive; unpack it and drop the folder.`;
  return `${name} is left out: it is no image; ${READ}.`;
}

/** The format that the first bytes tell; null where it is none of those known here. */
export function formatOf(bytes) {
  const starts = (offset, text) => [...text].every((letter, i) => bytes[offset + i] === letter.charCodeAt(0));
  if (starts(0, "\xff\xd8\xff")) return "jpeg";
  if (starts(0, "\x89PNG")) return "png";
  if (starts(0, "RIFF") && starts(8, "WEBP")) return "webp";
  if (starts(0, "BM")) return "bmp";
  if (starts(0, "GIF8")) return "gif";
  if (starts(0, "II*\0") || starts(0, "MM\0*")) return "tiff";
  if (starts(4, "ftypavif")) return "avif";
  if (starts(4, "ftyphei") || starts(4, "ftypmif1")) return "heic";
  return null;
}

/** What is wrong with a file before it is decoded, as the end of a sentence; null where nothing is. */
export function fileProblem(size, format, bounds) {
  if (size === 0) return "is empty";
  if (size > bounds.fileBytes) return `has ${Math.ceil(size / 2 ** 20)} MiB, more than the ${bounds.fileBytes / 2 ** 20} MiB allowed`;
  if (format === null) return `is not an image that can be read; ${READ}`;
  return ["jpeg", "png", "webp", "bmp"].includes(format) ? null : `is a ${format} image; ${READ}`;
}

/** What is wrong with a decoded image. */
export function sizeProblem({ width, height }, format, bounds) {
  const most = format === "webp" ? bounds.webpPixels : bounds.pixels;
  if (width * height > most) return `has ${width} × ${height} pixels, more than the ${most} allowed`;
  return Math.min(width, height) < bounds.side ? `has ${width} × ${height} pixels; no side may have fewer than ${bounds.side}` : null;
}

/** A name that the service takes and that no other file has. */
export function plainName(name, taken) {
  const dot = name.lastIndexOf(".");
  const ending = name.slice(dot);
  let stem = name.slice(0, dot).normalize("NFC").replace(/[^\p{L}\p{N}\p{M} ()._-]/gu, "_").slice(0, 190).replace(/^[^\p{L}\p{N}_]+/u, "");
  if (!NAME.test(stem + ending)) stem = `image${stem ? `-${stem}` : ""}`;
  let plain = stem + ending;
  for (let number = 2; taken.has(plain.toLowerCase()); number += 1) plain = `${stem}-${number}${ending}`;
  return plain;
}

/** What is wrong with all images together; null where nothing is. */
export function totalProblem(images, bounds) {
  // Captions take one file more.
  if (images.length + 1 > bounds.files) return `These are ${images.length} images; a dataset has at most ${bounds.files - 1} with their captions. Take some out.`;
  const bytes = images.reduce((sum, image) => sum + image.file.size, 0);
  return bytes > bounds.bytes ? `These images have ${Math.ceil(bytes / 2 ** 30)} GiB together; a dataset has at most ${bounds.bytes / 2 ** 30} GiB. Take some out.` : null;
}
