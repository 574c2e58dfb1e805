// Where the images come from: uploaded here, or a dataset that is there already.
import { get } from "./api.js";

const upload = document.getElementById("source-upload");
const existing = document.getElementById("source-dataset");
const dataset = document.getElementById("chosen-dataset");
const about = document.getElementById("dataset-about");

export class Source {
  /**
   * @param told is called with the dataset's id when another one is chosen, undefined for uploaded images
   * @param known is called with what the service says of it, null before
   */
  constructor(told, known) {
    this.known = known;
    for (const radio of [upload, existing]) {
      radio.addEventListener("change", () => {
        this.reveal();
        told(this.chosen);
      });
    }
    dataset.addEventListener("change", () => {
      this.describe();
      told(this.chosen);
    });
  }

  get uploads() {
    return upload.checked;
  }

  get chosen() {
    return existing.checked && dataset.value !== "" ? dataset.value : undefined;
  }

  /** As a draft says it. */
  show(id) {
    if (id === this.chosen) return;
    if (typeof id !== "string") {
      dataset.value = "";
      return;
    }
    existing.checked = true;
    if (![...dataset.options].some((option) => option.value === id)) dataset.append(new Option(`${id} (not among those that are ready)`, id));
    dataset.value = id;
    this.reveal();
    this.describe();
  }

  reveal() {
    document.getElementById("upload").hidden = existing.checked;
    document.getElementById("existing").hidden = upload.checked;
  }

  async describe() {
    const id = dataset.value;
    about.textContent = "";
    this.known(null);
    if (id === "") return;
    let found;
    try {
      found = await get(`/v1/datasets/${encodeURIComponent(id)}`);
    } catch {
      // The checks of the job say what is wrong with its dataset.
      return;
    }
    if (dataset.value !== id) return;
    about.textContent = text(found);
    this.known(found);
  }
}

function text(dataset) {
  const captions = dataset.fileCount - dataset.images;
  const sizes = dataset.imageSizes;
  const size = sizes ? `, ${range(sizes.minWidth, sizes.maxWidth)} × ${range(sizes.minHeight, sizes.maxHeight)} pixels` : "";
  return `${dataset.images} images${size}, ${captions === 0 ? "no captions" : "with captions"}.`;
}

function range(least, most) {
  return least === most ? `${least}` : `${least} to ${most}`;
}
