// What a chart shows, in words and as a table, for readers who do not see it.
const ROWS = 20;
const STRETCHES = 6;

function lowest(curve) {
  let at = -1;
  curve.values.forEach((value, i) => { if (value !== null && (at < 0 || value < curve.values[at])) at = i; });
  return at;
}

function stretches(lost) {
  if (lost.length > STRETCHES) return `${lost.reduce((sum, [from, to]) => sum + to - from + 1, 0)} steps in ${lost.length} places`;
  return lost.map(([from, to]) => (from === to ? `step ${from}` : `steps ${from} to ${to}`)).join(", ");
}

export function describe(shown, title, format, lost, more) {
  const sentences = shown.filter((curve) => curve.steps.length > 0).map((curve) => {
    const end = curve.values.length - 1;
    const least = lowest(curve);
    return `${title(curve.name)}: ${format(curve.values[end])} at step ${curve.steps[end]}, lowest ${format(curve.values[least])} at step ${curve.steps[least]}.`;
  });
  if (shown.length > 0 && lost.length > 0) {
    sentences.push(`Trained twice (hatched): ${stretches(lost)}${more ? ", at least: a node that vanished tells nothing of its last steps" : ""}.`);
  }
  return sentences.join(" ");
}

function cell(row, kind, text) {
  const made = document.createElement(kind);
  made.className = "number";
  made.textContent = text;
  row.append(made);
  return made;
}

export function table(place, shown, title, format) {
  if (!place.closest("details").open && place.childElementCount > 0) { place.textContent = ""; return; }
  if (shown.length === 0) { place.textContent = ""; return; }
  const made = document.createElement("table");
  const head = made.createTHead().insertRow();
  for (const name of ["Step", ...shown.map((curve) => title(curve.name))]) cell(head, "th", name).scope = "col";
  const body = made.createTBody();
  const first = shown[0];
  const distance = Math.max(1, Math.ceil(first.steps.length / ROWS));
  for (let i = first.steps.length - 1; i >= 0; i -= distance) {
    const row = body.insertRow();
    cell(row, "th", first.steps[i]).scope = "row";
    for (const curve of shown) {
      const at = curve.steps.indexOf(first.steps[i]);
      cell(row, "td", at < 0 ? "–" : format(curve.values[at]));
    }
  }
  place.replaceChildren(made);
}
