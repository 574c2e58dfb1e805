// Files that were chosen or dropped, those in folders included.

/** A file and where it lay, such as cats/a.jpg. */
function located(file, path) {
  return { file, path };
}

export function chosen(list) {
  return [...list].map((file) => located(file, file.webkitRelativePath || file.name));
}

export async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter((entry) => entry);
  if (entries.length === 0) return chosen(transfer.files);
  return (await Promise.all(entries.map(filesIn))).flat();
}

async function filesIn(entry) {
  if (entry.isFile) {
    return [located(await new Promise((done, failed) => entry.file(done, failed)), entry.fullPath.slice(1))];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    // A reader hands out a part at a time, and nothing at the end.
    const part = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (part.length === 0) return found;
    for (const each of part) found.push(...(await filesIn(each)));
  }
}
