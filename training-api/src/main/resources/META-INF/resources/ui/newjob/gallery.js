// The images of the job: what is added, what is left out and why, captions that come as files.
import { captionProblem, readTable, stemOf } from "./captions.js";
import { Card } from "./card.js";
import { chosen, dropped } from "./droppedfiles.js";
import { leftOut, plainName, roleOf, totalProblem } from "./imagerules.js";
import { inspect } from "./inspection.js";

const list = document.getElementById("images");
const notes = document.getElementById("left-out");
const zone = document.getElementById("drop");
const problem = document.getElementById("images-problem");

export class Gallery {
  /**
   * @param bounds what the service takes
   * @param view tells rules, prompt and captionColumn of the job as it is now
   * @param changed is called when the images are others, or other things are known of them
   */
  constructor(bounds, view, changed) {
    this.bounds = bounds;
    this.view = view;
    this.changed = changed;
    this.cards = [];
    this.number = 0;
    this.captions = new Map();
    this.looking = Promise.resolve();
    for (const id of ["files", "folder"]) {
      const input = document.getElementById(id);
      input.addEventListener("change", () => {
        this.add(chosen(input.files));
        // The same file can be chosen again.
        input.value = "";
      });
    }
    this.acceptDrops();
  }

  acceptDrops() {
    // A file that misses the zone would replace the page, and all that was typed.
    for (const type of ["dragover", "drop"]) addEventListener(type, (event) => event.preventDefault());
    zone.addEventListener("dragover", () => zone.classList.add("over"));
    zone.addEventListener("dragleave", () => zone.classList.remove("over"));
    zone.addEventListener("drop", async (event) => {
      zone.classList.remove("over");
      this.add(await dropped(event.dataTransfer));
    });
  }

  /** Images that will be uploaded. */
  get images() {
    return this.cards.map((card) => card.image).filter((image) => !image.problem);
  }

  get settled() {
    return this.cards.every((card) => card.image.seen);
  }

  /** One sentence where the images cannot be uploaded as they are; null where they can. */
  get problem() {
    if (!this.settled) return "Images are still being looked at.";
    if (this.images.length === 0) return "Add at least one image that can be used.";
    const bad = this.images.find((image) => captionProblem(image.caption));
    if (bad) return `${bad.name} ${captionProblem(bad.caption)}.`;
    const column = this.view().captionColumn;
    if (column && this.images.every((image) => image.caption.trim() === "")) {
      return "training.images.captionColumn is set, but no image has a caption: write one, or leave that option empty.";
    }
    return totalProblem(this.images, this.bounds);
  }

  async add(found) {
    notes.replaceChildren();
    const taken = new Set(this.cards.map((card) => card.image.name.toLowerCase()));
    const sorted = found.sort((one, other) => (one.path < other.path ? -1 : 1));
    for (const { file, path } of sorted) {
      const role = roleOf(path);
      if (role === "image") this.addImage(file, plainName(file.name, taken), taken);
      else if (role === "caption") await this.addCaption(file);
      else if (role === "table") await this.addTable(file);
      else if (role === "other") note(leftOut(file.name));
    }
    for (const card of this.cards) this.giveCaption(card.image);
    const files = new Set(this.cards.map((card) => stemOf(card.image.original)));
    for (const { stem, from } of this.captions.values()) {
      if (stem && !files.has(stem)) note(`${from} is the caption of no image here; add ${stem}.jpg or .png too.`);
    }
    this.show();
    this.changed();
  }

  addImage(file, name, taken) {
    taken.add(name.toLowerCase());
    if (name !== file.name) note(`${file.name} is called ${name} here: the service takes plain names, each once.`);
    this.number += 1;
    const image = { file, name, original: file.name, caption: "", width: 0, height: 0, digest: null, problem: null, refusal: null, seen: false };
    const card = new Card(image, this.number, {
      changed: () => {
        image.refusal = null;
        card.show(this.view().rules, this.view().prompt);
        this.changed();
      },
      removed: () => this.remove(card),
    });
    this.cards.push(card);
    list.append(card.item);
    // One at a time, for memory's sake.
    this.looking = this.looking.then(() => this.look(card));
  }

  async look(card) {
    await inspect(card.image, card.canvas, this.bounds);
    card.image.seen = true;
    this.tellSame();
    this.changed();
  }

  /** Of images with the same content the first is kept. */
  tellSame() {
    const first = new Map();
    for (const { image } of this.cards) {
      if (!image.digest) continue;
      const same = first.get(image.digest);
      if (same) image.problem = `is the same image as ${same.name}`;
      else {
        if (image.problem?.startsWith("is the same image")) image.problem = null;
        if (!image.problem) first.set(image.digest, image);
      }
    }
    this.show();
  }

  remove(card) {
    const index = this.cards.indexOf(card);
    this.cards.splice(index, 1);
    card.item.remove();
    const next = this.cards[Math.min(index, this.cards.length - 1)];
    (next?.caption ?? document.getElementById("files")).focus();
    this.tellSame();
    this.changed();
  }

  async addCaption(file) {
    const stem = stemOf(file.name);
    this.captions.set(`${stem}.`, { text: (await file.text()).trim(), stem, from: file.name });
  }

  async addTable(file) {
    const table = readTable(await file.text(), this.view().captionColumn ?? "text");
    if (table.problem) note(table.problem);
    for (const [name, text] of table.captions) this.captions.set(name, { text, from: file.name });
  }

  // What a person has typed is not replaced.
  giveCaption(image) {
    const given = this.captions.get(image.original) ?? this.captions.get(`${stemOf(image.original)}.`);
    if (given && image.caption === "") image.caption = given.text;
  }

  /** What the service said of files, by name. */
  refuse(errors) {
    for (const { image } of this.cards) image.refusal = errors.find((error) => error.field === image.name)?.detail ?? null;
    this.show();
  }

  show() {
    const { rules, prompt } = this.view();
    for (const card of this.cards) card.show(rules, prompt);
    const total = totalProblem(this.images, this.bounds);
    problem.hidden = !total;
    problem.textContent = total ?? "";
  }

  progress(image, part) {
    this.cards.find((card) => card.image === image)?.progress(part);
  }
}

function note(text) {
  const item = document.createElement("li");
  item.textContent = text;
  notes.append(item);
}
