// Brings images into storage as a dataset. What is there stays there: after a failure it goes on with the rest.
import { writeTable } from "./captions.js";
import { post } from "./api.js";
import { METADATA } from "./imagerules.js";
import { digestOf } from "./digest.js";

const AT_A_TIME = 4;
// So few that their addresses, valid for minutes, are used in time.
const CALL = 32;
const TRIES = 3;
const WAIT_SECONDS = 20;

export class Upload {
  /** @param storage scheme, host and port of signed addresses */
  constructor(storage) {
    this.storage = storage;
    this.dataset = null;
    this.announced = new Map();
    this.stored = new Map();
  }

  /**
   * Uploads images and captions.
   *
   * @param told heard: file(image, part from 0 to 1 or null), said(text)
   * @returns the dataset's id, once it can be used
   */
  async run(name, images, column, told) {
    const files = images.map((image) => ({ name: image.name, size: image.file.size, sha256: image.digest, content: image.file, image }));
    const table = new File([writeTable(images, column)], METADATA);
    if (table.size > 0) files.push({ name: METADATA, size: table.size, sha256: await digestOf(table), content: table });
    await this.begin(name, files);
    const missing = files.filter((file) => this.stored.get(file.name) !== file.sha256);
    let done = files.length - missing.length;
    for (let from = 0; from < missing.length; from += CALL) {
      const part = missing.slice(from, from + CALL);
      const urls = await this.announce(part);
      await inParallel(part, AT_A_TIME, async (file) => {
        told.said(`Uploading: ${done} of ${files.length} files are there.`);
        await this.store(file, urls.get(file.name), (share) => file.image && told.file(file.image, share));
        done += 1;
      });
    }
    told.said("The service checks the images.");
    return this.finish(told);
  }

  // Files cannot be taken out of a dataset: with fewer than were announced another one is needed.
  async begin(name, files) {
    const wanted = new Set(files.map((file) => file.name));
    const same = files.length === this.announced.size && files.every((file) => this.announced.get(file.name) === file.sha256);
    if (this.dataset?.ready && same) return;
    if (this.dataset && !this.dataset.ready && [...this.announced.keys()].every((each) => wanted.has(each))) return;
    const dataset = await post("/v1/datasets", JSON.stringify({ name: name.slice(0, 200) }));
    this.dataset = { id: dataset.id, ready: false };
    this.announced.clear();
    this.stored.clear();
  }

  async announce(files) {
    const body = { files: files.map(({ name, size, sha256 }) => ({ name, size, sha256 })) };
    const { urls } = await post(`/v1/datasets/${this.dataset.id}/files`, JSON.stringify(body));
    for (const file of files) this.announced.set(file.name, file.sha256);
    return new Map(files.map((file, i) => [file.name, urls[i].url]));
  }

  async store(file, first, moved) {
    let url = first;
    for (let attempt = 1; ; attempt += 1) {
      const status = await put(url, file.content, moved);
      if (status >= 200 && status < 300) {
        this.stored.set(file.name, file.sha256);
        moved(1);
        return;
      }
      if (attempt === TRIES) throw new Error(await this.failure(file.name, status));
      // The address may have expired.
      if (status === 403) url = (await this.announce([file])).get(file.name);
    }
  }

  async failure(name, status) {
    if (status !== 0) return `Storage refused ${name} with HTTP ${status}. Submit again to go on with the rest.`;
    let reachable = true;
    try {
      await fetch(this.storage, { mode: "no-cors" });
    } catch {
      reachable = false;
    }
    return reachable
      ? `Storage at ${this.storage} takes no uploads from pages of ${location.origin}: its bucket needs a CORS rule (docs/storage.md has it).`
      : `Storage at ${this.storage} cannot be reached from this browser to upload ${name}. Submit again when it can.`;
  }

  async finish(told) {
    let dataset = this.dataset.ready ? { status: "ready" } : await post(`/v1/datasets/${this.dataset.id}/finalize?waitSeconds=${WAIT_SECONDS}`, "");
    while (dataset.status === "validating") {
      told.said(`The service checks the images: ${dataset.checkedFiles} of ${dataset.fileCount}.`);
      dataset = await post(`/v1/datasets/${this.dataset.id}/finalize?waitSeconds=${WAIT_SECONDS}`, "");
    }
    this.dataset.ready = true;
    return this.dataset.id;
  }
}

/** Sends a file; 0 where no answer came. XMLHttpRequest, for fetch tells no progress of uploads. */
function put(url, content, moved) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    request.upload.addEventListener("progress", (event) => moved(event.total > 0 ? event.loaded / event.total : 0));
    request.addEventListener("loadend", () => done(request.status));
    // Without a type: storage would keep what the browser guesses.
    request.send(new Blob([content], { type: "" }));
  });
}

async function inParallel(items, most, work) {
  const left = [...items];
  const worker = async () => {
    while (left.length > 0) await work(left.shift());
  };
  const stop = (failure) => {
    left.length = 0;
    throw failure;
  };
  await Promise.all(Array.from({ length: Math.min(most, left.length) }, () => worker().catch(stop)));
}
