// The page where a job is made: images, options, the service's checks, and at last the job.
import { idempotencyKey, post, Refused } from "./api.js";
import { DatasetImages } from "./datasetimages.js";
import { framingRules, framingText } from "./framingrules.js";
import { Gallery } from "./gallery.js";
import { write } from "./json.js";
import { OptionForm } from "./optionform.js";
import * as estimates from "./estimate.js";
import * as problems from "./problems.js";
import { Source } from "./source.js";
import { Upload } from "./upload.js";

const PAUSE = 500;
// Stands for the dataset that the images will be.
const TO_COME = "data-new";
const form = document.getElementById("new-job");
const estimate = document.getElementById("estimate");
const summary = document.getElementById("summary");
const progress = document.getElementById("progress");
const button = document.getElementById("submit-job");
const bounds = Object.fromEntries(["files", "bytes", "fileBytes", "side", "pixels", "webpPixels"].map((name) => [name, Number(form.dataset[name])]));

const upload = new Upload(form.dataset.storage);
const options = new OptionForm(form, refresh);
const stored = new DatasetImages(view);
const source = new Source((id) => options.set("datasetId", id), (dataset) => showStored(dataset));
const gallery = new Gallery(bounds, view, refresh);
let submission = null;
let asking = null;
let timer = null;
let touched = false;
let busy = false;

form.hidden = false;
options.begin();
form.addEventListener("input", () => {
  touched = true;
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!busy) submit();
});
addEventListener("beforeunload", (event) => {
  if (touched || gallery.cards.length > 0) event.preventDefault();
});

/** What the images need to know of the job. */
function view() {
  const column = options.value("training.images.captionColumn");
  const prompt = options.value("training.instancePrompt");
  return {
    rules: framingRules(options.draft, (path) => options.fallback(path)),
    prompt: typeof prompt === "string" ? prompt : "",
    captionColumn: typeof column === "string" ? column : null,
  };
}

/** The job or its images are others now. */
function refresh() {
  source.show(options.value("datasetId"));
  const pictures = source.uploads ? gallery.cards : stored.cards;
  document.getElementById("framing").textContent = pictures.length > 0 ? framingText(view().rules) : "";
  gallery.show();
  stored.show();
  summary.textContent = source.uploads ? imagesText() : "";
  clearTimeout(timer);
  asking?.abort();
  if (!busy) timer = setTimeout(check, PAUSE);
}

async function showStored(dataset) {
  try {
    await stored.begin(dataset);
    if (dataset) refresh();
  } catch (failure) {
    tell(failure);
  }
}

function imagesText() {
  const count = gallery.images.length;
  const left = gallery.cards.length - count;
  if (gallery.cards.length === 0) return "No images yet.";
  return `${count} ${count === 1 ? "image" : "images"} to upload${left > 0 ? `, ${left} left out` : ""}.`;
}

/** Whether there is so much of a job that the service can say something of it. */
function begun() {
  const prompted = options.value("training.instancePrompt") !== undefined || options.value("command") !== undefined;
  return prompted && (source.uploads ? gallery.images.length > 0 : source.chosen !== undefined);
}

/** Asks the service what it would say of the job; tells whether it would take it. */
async function check() {
  if (!options.readable) return false;
  if (!begun()) {
    problems.clear();
    estimate.replaceChildren();
    return false;
  }
  asking = new AbortController();
  const { signal } = asking;
  try {
    const many = source.uploads ? `&images=${gallery.images.length}` : "";
    estimates.show(estimate, await post(`/v1/jobs?dryRun=true${many}`, body(source.chosen ?? TO_COME), {}, signal));
    problems.clear();
    return true;
  } catch (failure) {
    if (failure.name === "AbortError") return false;
    estimate.replaceChildren();
    tell(failure);
    return false;
  }
}

function body(dataset) {
  return write({ ...options.draft, datasetId: dataset });
}

function tell(failure) {
  if (failure instanceof Refused) problems.show(failure.problem);
  else problems.say(failure.message);
}

/** What has to be mended before anything is sent; null where nothing. */
function missing() {
  if (!options.readable) return "The JSON cannot be read; mend it first.";
  if (!source.uploads) return source.chosen === undefined ? "Choose a dataset, or upload images." : null;
  return gallery.problem;
}

async function submit() {
  clearTimeout(timer);
  await gallery.looking;
  const lacking = missing();
  if (lacking) {
    problems.say(lacking);
    problems.leadThere();
    return;
  }
  problems.clear();
  work(true);
  try {
    if (!begun() || (await check())) await send();
    else problems.leadThere();
  } catch (failure) {
    if (failure instanceof Refused) gallery.refuse(failure.problem.errors);
    tell(failure);
    problems.leadThere();
  } finally {
    for (const image of gallery.images) gallery.progress(image, null);
    work(false);
  }
}

async function send() {
  const dataset = source.uploads ? await uploaded() : source.chosen;
  progress.textContent = "Submitting the job.";
  const job = await post("/v1/jobs", body(dataset), { "Idempotency-Key": keyOf(body(dataset)) });
  touched = false;
  gallery.cards.length = 0;
  location.assign(`/ui/jobs/${job.id}`);
}

function uploaded() {
  const name = options.value("name") ?? options.value("training.instancePrompt") ?? "images";
  return upload.run(String(name), gallery.images, view().captionColumn ?? "text", {
    file: (image, part) => gallery.progress(image, part),
    said: (text) => {
      progress.textContent = text;
    },
  });
}

// The same job that is sent again, because no answer came, is one job.
function keyOf(text) {
  if (submission?.text !== text) submission = { text, key: idempotencyKey() };
  return submission.key;
}

function work(begins) {
  busy = begins;
  button.disabled = begins;
  button.textContent = begins ? "Submitting …" : "Submit";
  if (!begins) progress.textContent = "";
}
