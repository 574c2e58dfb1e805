// Parts of a page that are brought up to date keep what the reader has opened, typed, focused and scrolled to.
let kept = null;

function closedMenus(event) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
}

document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const part = event.detail.target;
  kept = {
    open: [...part.querySelectorAll("details[id][open]")].map((details) => details.id),
    typed: [...part.querySelectorAll("input[id]:not([type=hidden]), textarea[id]")]
      .filter((field) => field.value !== field.defaultValue).map((field) => [field.id, field.value]),
    scrolled: [...part.querySelectorAll("[data-keep-scroll]")].map((place) => [place.id, place.scrollTop]),
    focus: part.contains(document.activeElement) ? document.activeElement.id : "",
  };
});

document.addEventListener("htmx:oobAfterSwap", () => {
  if (!kept) return;
  for (const id of kept.open) document.getElementById(id)?.setAttribute("open", "");
  for (const [id, value] of kept.typed) { const field = document.getElementById(id); if (field) field.value = value; }
  for (const [id, top] of kept.scrolled) { const place = document.getElementById(id); if (place) place.scrollTop = top; }
  if (kept.focus) document.getElementById(kept.focus)?.focus();
  kept = null;
});

document.addEventListener("click", closedMenus);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details.menu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});
// Nobody looks: nothing is asked.
document.addEventListener("htmx:beforeRequest", (event) => { if (document.visibilityState === "hidden") event.preventDefault(); });
