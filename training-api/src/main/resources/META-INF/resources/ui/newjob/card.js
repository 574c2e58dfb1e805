// One image: what is seen of it, its caption, and what is wrong with it.
import { captionProblem } from "./captions.js";
import { frame } from "./framing.js";
import { sizeText } from "./framingrules.js";
import { drawFrame, newOverlay } from "./overlay.js";

export class Card {
  /**
   * @param image changed when the caption is
   * @param told heard: removed, changed
   */
  constructor(image, number, told) {
    this.image = image;
    this.item = document.createElement("li");
    this.item.className = "image";
    this.canvas = document.createElement("canvas");
    this.overlay = newOverlay();
    const picture = element("div", "picture");
    picture.append(this.canvas, this.overlay);
    this.name = element("strong", "name");
    this.size = element("p", "help size");
    this.problem = element("p", "refused");
    this.problem.id = `image-${number}-problem`;
    this.problem.hidden = true;
    const label = element("label", "unseen");
    label.htmlFor = `caption-${number}`;
    label.textContent = `Caption of ${image.name}`;
    this.caption = document.createElement("textarea");
    this.caption.id = `caption-${number}`;
    this.caption.rows = 2;
    this.caption.setAttribute("aria-describedby", this.problem.id);
    this.caption.addEventListener("input", () => {
      image.caption = this.caption.value;
      told.changed();
    });
    const remove = element("button", "quiet");
    remove.type = "button";
    remove.textContent = "Remove";
    remove.setAttribute("aria-label", `Remove ${image.name}`);
    remove.addEventListener("click", () => told.removed(image));
    const head = element("div", "image-head");
    head.append(this.name, remove);
    this.bar = document.createElement("progress");
    this.bar.setAttribute("aria-label", `Upload of ${image.name}`);
    this.bar.max = 1;
    this.bar.value = 0;
    this.bar.hidden = true;
    this.item.append(picture, head, this.size, label, this.caption, this.problem, this.bar);
  }

  show(rules, prompt) {
    const { image } = this;
    this.name.textContent = image.name;
    this.caption.placeholder = prompt === "" ? "Caption; left empty: the prompt" : prompt;
    if (this.caption.value !== image.caption) this.caption.value = image.caption;
    const wrong = image.problem ?? image.refusal ?? captionProblem(image.caption);
    this.problem.hidden = !wrong;
    this.problem.textContent = wrong ? `${image.name} ${wrong}.${image.problem ? " It is left out." : ""}` : "";
    this.item.classList.toggle("bad", Boolean(wrong));
    const framed = image.width && !image.problem && rules.sizes ? frame(image, rules.sizes, rules.centred) : null;
    this.overlay.replaceChildren();
    if (framed) drawFrame(this.overlay, framed);
    this.size.textContent = image.seen ? sizeText(image, framed) : "being looked at …";
  }

  progress(part) {
    this.bar.hidden = part === null;
    if (part !== null) this.bar.value = part;
  }
}

export function element(name, className) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}
