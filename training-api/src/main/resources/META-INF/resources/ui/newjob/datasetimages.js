// The images of a dataset that is there already, as the trainer will see them, a block at a time.
import { get } from "./api.js";
import { readTable, stemOf } from "./captions.js";
import { element } from "./card.js";
import { frame } from "./framing.js";
import { sizeText } from "./framingrules.js";
import { drawFrame, newOverlay } from "./overlay.js";

const BLOCK = 24;
const TABLE = "metadata.jsonl";
const list = document.getElementById("dataset-images");
const more = document.getElementById("more-dataset-images");
const note = document.getElementById("dataset-captions");

export class DatasetImages {
  /** @param view tells rules, prompt and captionColumn of the job as it is now */
  constructor(view) {
    this.view = view;
    this.cards = [];
    more.addEventListener("click", () => this.showMore());
  }

  /** @param dataset as the service tells of it, with its files; null: none */
  async begin(dataset) {
    this.dataset = dataset;
    this.cards = [];
    this.table = null;
    this.shown = 0;
    list.replaceChildren();
    note.textContent = "";
    more.hidden = true;
    if (dataset?.status === "ready") await this.showMore();
  }

  /** Reads the addresses of the next images and of the captions that lie between them. */
  async showMore() {
    const { dataset } = this;
    const { files } = dataset;
    const isImage = (file) => file.name !== TABLE && !file.name.endsWith(".txt");
    const images = files.filter(isImage);
    const block = images.slice(this.shown, this.shown + BLOCK);
    if (block.length === 0) return;
    more.hidden = true;
    const from = files.indexOf(block[0]);
    const next = images[this.shown + BLOCK];
    const stored = await this.stored(from, next ? files.indexOf(next) : files.length);
    if (this.dataset !== dataset) return;
    this.shown += block.length;
    const captions = new Map(stored.filter((file) => file.name.endsWith(".txt")).map((file) => [stemOf(file.name), file.url]));
    for (const file of stored.filter(isImage)) this.add(file, captions.get(stemOf(file.name)));
    const left = images.length - this.shown;
    more.hidden = left <= 0;
    more.textContent = `Show ${Math.min(BLOCK, left)} more of ${left}`;
    this.show();
    await this.readCaptions();
  }

  /** Files with addresses, counted as the dataset lists them. */
  async stored(from, until) {
    const stored = [];
    let after = this.dataset.files[from - 1]?.name;
    while (stored.length < until - from) {
      const query = new URLSearchParams({ limit: String(Math.min(1000, until - from - stored.length)) });
      if (after) query.set("after", after);
      const page = await get(`/v1/datasets/${encodeURIComponent(this.dataset.id)}/files?${query}`);
      stored.push(...page.files);
      if (!page.next) break;
      after = page.next;
    }
    return stored;
  }

  add(file, captionUrl) {
    const item = element("li", "image");
    const picture = element("div", "picture");
    const shown = document.createElement("img");
    Object.assign(shown, { src: file.url, loading: "lazy", alt: "" });
    const overlay = newOverlay();
    picture.append(shown, overlay);
    const name = element("strong", "name");
    name.textContent = name.title = file.name;
    const size = element("p", "help size");
    const caption = element("p", "caption");
    item.append(picture, name, size, caption);
    list.append(item);
    const card = { image: { name: file.name, width: file.width, height: file.height }, overlay, size, caption, captionUrl, text: null };
    shown.addEventListener("load", () => {
      // Upright, as the trainer sees it: the file may be stored lying.
      Object.assign(card.image, { width: shown.naturalWidth, height: shown.naturalHeight });
      this.showCard(card, this.view());
    });
    shown.addEventListener("error", () => {
      size.textContent = "The picture cannot be shown: storage does not answer, or its address has expired. Choose the dataset again.";
    });
    this.cards.push(card);
  }

  async readCaptions() {
    try {
      this.table ??= await this.readWholeTable();
      for (const card of this.cards.filter((each) => each.text === null)) {
        card.text = this.table.get(card.image.name) ?? (card.captionUrl ? (await text(card.captionUrl)).trim() : "");
      }
    } catch {
      note.textContent = "Captions cannot be shown: storage does not let this page read them. They are trained on all the same.";
      return;
    }
    this.show();
  }

  async readWholeTable() {
    const at = this.dataset.files.findIndex((file) => file.name === TABLE);
    if (at < 0) return new Map();
    const [file] = await this.stored(at, at + 1);
    return readTable(await text(file.url), this.view().captionColumn ?? "text").captions;
  }

  show() {
    const view = this.view();
    for (const card of this.cards) this.showCard(card, view);
  }

  showCard(card, { rules, prompt }) {
    const framed = card.image.width && rules.sizes ? frame(card.image, rules.sizes, rules.centred) : null;
    if (framed) drawFrame(card.overlay, framed);
    else card.overlay.replaceChildren();
    card.size.textContent = sizeText(card.image, framed);
    card.caption.textContent = card.text || (prompt === "" ? "No caption: the prompt" : prompt);
    card.caption.classList.toggle("help", !card.text);
  }
}

async function text(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`storage answered ${answer.status}`);
  return answer.text();
}
