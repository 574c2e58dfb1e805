// What is brought up to date keeps what the reader has selected, typed and unfolded in it. Elements are known by their ids.
let kept = new Map();
let focus = null;

function parts(target) {
  return target.querySelectorAll("input[id], textarea[id], details[id]");
}

document.addEventListener("htmx:beforeSwap", (event) => {
  kept = new Map();
  for (const part of parts(event.detail.target)) {
    kept.set(part.id, part.tagName === "DETAILS" ? part.open : part.type === "checkbox" ? part.checked : part.value);
  }
  focus = event.detail.target.contains(document.activeElement) ? document.activeElement.id : null;
});

document.addEventListener("htmx:afterSwap", (event) => {
  for (const part of parts(event.detail.target)) {
    if (!kept.has(part.id)) continue;
    if (part.tagName === "DETAILS") part.open = kept.get(part.id);
    else if (part.type === "checkbox") part.checked = kept.get(part.id);
    else part.value = kept.get(part.id);
  }
  if (focus) document.getElementById(focus)?.focus();
});
