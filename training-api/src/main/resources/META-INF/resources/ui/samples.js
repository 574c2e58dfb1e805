// A slider that leads through the sample images step by step, and new images when there are some.
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
  slider.addEventListener("input", show);
  show();
}

follow();
document.addEventListener("htmx:afterSwap", (event) => { if (document.getElementById("samples") && event.detail.target.id === "samples") follow(); });
document.addEventListener("htmx:oobAfterSwap", (event) => {
  const told = event.detail.target.dataset?.samples;
  const section = document.getElementById("samples");
  if (told !== undefined && section && told !== section.dataset.total) htmx.trigger(section, "samples-changed");
});
