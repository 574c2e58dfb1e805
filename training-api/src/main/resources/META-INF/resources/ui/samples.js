// A slider that leads through the sample images step by step, new images when there are some, and fresh addresses when theirs have expired.
const RENEW_AT_MOST_EVERY = 60_000;
let chosen = null; // the step that was looked at; null: the newest
let renewedAt = 0;

function follow() {
  const slider = document.getElementById("sample-step");
  const strip = document.getElementById("sample-sets");
  if (!slider || !strip) return;
  const shown = document.getElementById("sample-shown");
  const show = () => {
    const set = strip.children[Number(slider.value)];
    for (const each of strip.children) each.classList.toggle("chosen", each === set);
    shown.value = set.dataset.step;
    slider.setAttribute("aria-valuetext", `Step ${set.dataset.step}`);
    strip.scrollTo({ left: set.offsetLeft - strip.offsetLeft - (strip.clientWidth - set.clientWidth) / 2 });
  };
  slider.addEventListener("input", () => {
    chosen = slider.value === slider.max ? null : strip.children[Number(slider.value)].dataset.step;
    show();
  });
  const place = [...strip.children].findIndex((set) => set.dataset.step === chosen);
  if (place >= 0) slider.value = place;
  show();
}

function refresh() {
  const section = document.getElementById("samples");
  if (section) htmx.trigger(section, "samples-changed");
}

function refreshUnless(total) {
  const section = document.getElementById("samples");
  if (total !== undefined && section && total !== section.dataset.total) refresh();
}

follow();
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "samples") follow();
  if (event.detail.target.id === "undrawn") refreshUnless(document.getElementById("undrawn")?.dataset.total);
});
document.addEventListener("htmx:oobAfterSwap", (event) => refreshUnless(event.detail.target.dataset?.samples));
// Errors of images do not bubble. One that is gone for good is not asked for again and again.
document.addEventListener("error", (event) => {
  if (!event.target.closest?.("#sample-sets") || Date.now() - renewedAt < RENEW_AT_MOST_EVERY) return;
  renewedAt = Date.now();
  refresh();
}, true);
