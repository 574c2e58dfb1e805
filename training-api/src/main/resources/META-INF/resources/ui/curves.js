// What every chart of measurements does to its points.

// The exponential mean of the values so far, freed of the pull of its start (Kingma and Ba 2015, section 3). A gap stays one.
export function smoothed(values, weight) {
  let mean = 0;
  let count = 0;
  return values.map((value) => {
    if (value === null) return null;
    mean = weight * mean + (1 - weight) * value;
    count += 1;
    return mean / (1 - weight ** count || 1);
  });
}

// A step that is much further from the one before than is usual ends the line: [steps, values], with null where nothing was measured.
export function withGaps(steps, values) {
  const distances = steps.slice(1).map((step, i) => step - steps[i]).sort((a, b) => a - b);
  const usual = distances[Math.floor(distances.length / 2)] ?? 1;
  const out = [[], []];
  steps.forEach((step, i) => {
    if (i > 0 && step - steps[i - 1] > 10 * usual) {
      out[0].push(steps[i - 1] + 1);
      out[1].push(null);
    }
    out[0].push(step);
    out[1].push(values[i]);
  });
  return out;
}

// One table of several, each with steps of its own. A null ends a line; where one line has no point at another's step, it goes on.
export function joined(tables) {
  return uPlot.join(tables, tables.map((columns) => columns.map(() => 2)));
}

// The value of a custom property of baton.css, in the reader's light or dark.
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
