// Captions as files: one beside each image, or a table of all. They are uploaded as a table, in which two images cat.jpg and cat.png can differ.
const MOST_BYTES = 20000;

export function stemOf(name) {
  return name.slice(0, name.lastIndexOf("."));
}

/**
 * Captions by file name of a metadata.jsonl.
 *
 * @returns captions, and problem: one sentence, or null
 */
export function readTable(text, column) {
  const captions = new Map();
  let named = 0;
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    let row = null;
    try {
      row = JSON.parse(line);
    } catch {
      // Told below, with what is JSON but no object.
    }
    if (typeof row?.file_name !== "string") {
      return { captions, problem: `metadata.jsonl is no table of captions: line ${index + 1} is no JSON object with a "file_name".` };
    }
    named += 1;
    const caption = row[column];
    if (typeof caption === "string" && caption.trim() !== "") captions.set(row.file_name, caption.trim());
  }
  const missing = named > 0 && captions.size === 0;
  return { captions, problem: missing ? `metadata.jsonl has no captions in the column ${column}; name its column as training.images.captionColumn and add it again.` : null };
}

/** The table of these images' captions; empty where none has one. */
export function writeTable(images, column) {
  return images.filter((image) => image.caption.trim() !== "")
    .map((image) => `${JSON.stringify({ file_name: image.name, [column]: image.caption.trim() })}\n`).join("");
}

/** What is wrong with a caption, as the end of a sentence; null where nothing is. */
export function captionProblem(text) {
  const bytes = new TextEncoder().encode(text).length;
  return bytes > MOST_BYTES ? `has a caption of ${bytes} bytes; at most ${MOST_BYTES} are allowed` : null;
}
