// Several jobs are chosen at once; what is chosen outlives the list's coming up to date.
const form = document.getElementById("selection");
const count = document.getElementById("selected-count");
const compare = document.getElementById("compare-selected");
const NONE = count.textContent;
const MOST_COMPARED = 8;
let last = null;
let kept = { jobs: new Set(), focus: null };

const boxes = () => [...form.querySelectorAll("input[name=job]")];

function show() {
  const all = form.querySelector("#select-all");
  const chosen = boxes().filter((box) => box.checked).length;
  if (all) {
    all.hidden = false;
    all.checked = chosen > 0 && chosen === boxes().length;
    all.indeterminate = chosen > 0 && !all.checked;
  }
  const text = chosen === 0 ? NONE : chosen === 1 ? "1 job selected" : `${chosen} jobs selected`;
  if (count.textContent !== text) count.textContent = text;
  for (const button of form.querySelectorAll(".bulk button")) button.disabled = chosen === 0;
  compare.disabled = chosen < 2 || chosen > MOST_COMPARED;
}

form.addEventListener("click", (event) => {
  if (event.target.id === "select-all") {
    for (const box of boxes()) box.checked = event.target.checked;
  } else if (event.target.name === "job") {
    const list = boxes();
    const [from, to] = [list.findIndex((box) => box.value === last), list.indexOf(event.target)].sort((a, b) => a - b);
    if (event.shiftKey && from >= 0) for (const box of list.slice(from, to + 1)) box.checked = event.target.checked;
    last = event.target.value;
  }
  show();
});

// Enter in the label's field adds the label, whichever button is the form's first.
document.getElementById("new-label").addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  document.getElementById("label-selected").click();
});

document.addEventListener("htmx:beforeSwap", () => {
  kept = {
    jobs: new Set(boxes().filter((box) => box.checked).map((box) => box.value)),
    focus: document.activeElement?.id ?? null,
  };
});

document.addEventListener("htmx:afterSwap", () => {
  for (const box of boxes()) box.checked = kept.jobs.has(box.value);
  if (kept.focus && document.activeElement?.id !== kept.focus) document.getElementById(kept.focus)?.focus();
  show();
});

// What became of the last choice is told once, not at every reload.
const address = new URL(location.href);
for (const told of ["did", "done", "refused"]) address.searchParams.delete(told);
history.replaceState(history.state, "", address);
show();
