// How long something has gone on, by the second. The service says how long it was; what has passed since is counted here, so clocks need not agree.
const seen = new WeakMap();

function text(seconds) {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

function show() {
  for (const element of document.querySelectorAll(".elapsed")) {
    if (!seen.has(element)) seen.set(element, performance.now() - 1000 * Number(element.dataset.seconds));
    const now = text(Math.floor((performance.now() - seen.get(element)) / 1000));
    if (element.textContent !== now) element.textContent = now;
  }
}

show();
setInterval(show, 500);
document.addEventListener("htmx:afterSwap", show);
