// SHA-256 of a file, a part at a time: the page stays usable, and no large file is in memory as a whole. Browsers' own SHA-256 takes only
// whole files, and is missing where the service is not on https or on this machine.
const PART = 2 ** 20;

export async function digestOf(file) {
  const hash = sha256.create();
  for (let from = 0; from < file.size; from += PART) {
    hash.update(await file.slice(from, from + PART).arrayBuffer());
  }
  return hash.hex();
}
