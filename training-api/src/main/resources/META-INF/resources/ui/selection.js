// A list that is brought up to date keeps what the reader has selected and typed.
let kept = { jobs: new Set(), label: "", focus: null };

document.addEventListener("htmx:beforeSwap", () => {
  kept = {
    jobs: new Set([...document.querySelectorAll("input[name=job]:checked")].map((box) => box.value)),
    label: document.getElementById("new-label")?.value ?? "",
    focus: document.activeElement?.id ?? null,
  };
});

document.addEventListener("htmx:afterSwap", () => {
  for (const box of document.querySelectorAll("input[name=job]")) box.checked = kept.jobs.has(box.value);
  const label = document.getElementById("new-label");
  if (label) label.value = kept.label;
  if (kept.focus) document.getElementById(kept.focus)?.focus();
});
