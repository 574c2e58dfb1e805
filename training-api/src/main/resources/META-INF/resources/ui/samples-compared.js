// Sample images of several jobs: a slider for the step, and one that fades from job to job where they lie over each other.
const place = document.getElementById("samples");
const slider = document.getElementById("sample-step");
const sliderText = document.getElementById("sample-step-text");
const stacked = document.getElementById("stacked");
const fade = document.getElementById("fade");
const fadeText = document.getElementById("fade-text");
const kept = document.getElementById("at");
let sets = null;

// The last step stands first on the page, and right on the slider.
function steps() {
  return [...place.querySelectorAll("details.step")].reverse();
}

function show() {
  const all = steps();
  document.getElementById("step-choice").hidden = all.length < 2;
  if (all.length === 0) return;
  const open = all.findIndex((step) => step.open);
  slider.max = all.length - 1;
  slider.value = open < 0 ? all.length - 1 : open;
  sliderText.textContent = all[slider.value].dataset.step;
  mix(all[slider.value]);
}

// Over each other: of two neighbours the one above is as visible as the slider is near to it.
function mix(step) {
  const figures = [...step.querySelectorAll("figure")];
  document.getElementById("fade-choice").hidden = !stacked.checked || figures.length < 2;
  fade.max = Math.max(0, figures.length - 1);
  const at = Math.min(Number(fade.value), figures.length - 1);
  figures.forEach((figure, i) => {
    const visible = !stacked.checked ? 1 : Math.max(0, Math.min(1, at - i + 1));
    figure.style.opacity = visible;
    figure.style.visibility = visible === 0 ? "hidden" : "visible";
  });
  fadeText.textContent = figures[Math.round(at)]?.querySelector("b").textContent ?? "";
}

function choose(step) {
  kept.value = step.dataset.step;
  kept.dispatchEvent(new Event("change"));
}

if (place) {
  show();
  slider.addEventListener("input", () => {
    const all = steps();
    for (const step of all) step.open = step === all[slider.value];
    choose(all[slider.value]);
    show();
  });
  for (const control of [stacked, fade]) control.addEventListener("input", show);
  place.addEventListener("click", (event) => {
    const step = event.target.closest("summary")?.parentElement;
    if (step && !step.open) choose(step);
  });
  place.addEventListener("toggle", show, true);
  document.addEventListener("htmx:afterSwap", (swap) => {
    if (swap.detail.target.id === "samples") show();
    const now = swap.detail.target.querySelector("[data-sample-sets]")?.dataset.sampleSets;
    if (now === undefined) return;
    if (sets !== null && sets !== now) htmx.ajax("GET", location.pathname + location.search, { target: place, swap: "innerHTML" });
    sets = now;
  });
  sets = document.querySelector("[data-sample-sets]")?.dataset.sampleSets ?? null;
}
