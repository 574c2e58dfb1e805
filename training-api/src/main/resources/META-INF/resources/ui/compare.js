// Curves of several jobs over each other. What is chosen stays in the page's address.
import { colour, joined, smoothed, withGaps } from "./curves.js";

const MOST_POINTS = 2000;
const HEIGHT = 320;
const LETTER_HEIGHT = 14;
const place = document.getElementById("comparison-chart");
const form = document.getElementById("comparison");
const note = document.getElementById("chart-note");
const here = document.getElementById("here");
const jobs = [...document.querySelectorAll("#compared-jobs > li")].map((item, at) => ({
  at, item, id: item.dataset.job, letter: item.dataset.letter, value: item.querySelector("output"), series: new Map(), line: null,
}));
let plot = null;

function chosen(name) {
  return form.elements.namedItem(name);
}

function byTime() {
  return chosen("axis").value === "time";
}

async function load() {
  const names = [chosen("metric").value, ...(byTime() ? ["stepsPerSecond"] : [])];
  await Promise.all(jobs.map(async (job) => {
    const query = new URLSearchParams(names.map((name) => ["name", name]));
    query.set("maxPoints", MOST_POINTS);
    const answer = await fetch(`/v1/jobs/${job.id}/metrics?${query}`);
    if (answer.ok) job.series = new Map((await answer.json()).series.map((series) => [series.name, series]));
  }));
  draw();
}

// Seconds of training until each of the steps: what the steps up to it took, at the speed that was measured with them.
function times(steps, speed) {
  let known = 0;
  let step = 0;
  let seconds = 0;
  return steps.map((wanted) => {
    while (known < speed.steps.length && step < wanted) {
      const until = Math.min(wanted, speed.steps[known]);
      seconds += (until - step) / speed.values[known];
      step = until;
      if (step === speed.steps[known]) known += 1;
    }
    return seconds;
  });
}

// [places, values, smoothed values] of a job; null where there is nothing to draw.
function lineOf(job) {
  const curve = job.series.get(chosen("metric").value);
  if (!curve || curve.steps.length === 0) return null;
  const [steps, all] = withGaps(curve.steps, curve.values);
  const values = chosen("scale").checked ? all.map((value) => (value > 0 ? value : null)) : all;
  const mean = smoothed(values, Number(chosen("smoothing").value));
  if (!byTime()) return [steps, values, mean];
  const speed = job.series.get("stepsPerSecond");
  if (!speed || speed.values.some((value) => value <= 0)) return null;
  return [times(steps, speed), values, mean];
}

function dashes(at) {
  return colour(`--dash${at}`).split(" ").map(Number).filter((length) => length > 0);
}

function duration(seconds) {
  if (seconds < 60) return `${Math.round(seconds * 10) / 10} s`;
  if (seconds < 3600) return `${Math.round(seconds / 6) / 10} min`;
  return `${Math.round(seconds / 360) / 10} h`;
}

function series(job) {
  const lines = chosen("lines").value;
  const stroke = colour(`--curve${job.at}`);
  return [
    { stroke, width: 1, alpha: lines === "raw" ? 1 : 0.3, dash: lines === "raw" ? dashes(job.at) : [], show: lines !== "smoothed", points: { show: false } },
    { stroke, width: 2.5, dash: dashes(job.at), show: lines !== "raw", points: { show: false } },
  ];
}

// Each line's letter at its end; where lines end together the letters stand below each other.
function letters(drawn) {
  const { ctx } = drawn;
  const scale = devicePixelRatio;
  const ends = jobs.filter((job) => job.line).map((job) => {
    const values = job.line[chosen("lines").value === "raw" ? 1 : 2];
    const last = values.findLastIndex((value) => value !== null);
    return last < 0 ? null : { job, x: drawn.valToPos(job.line[0][last], "x", true), y: drawn.valToPos(values[last], "y", true) };
  }).filter(Boolean).sort((a, b) => a.y - b.y);
  ctx.save();
  ctx.font = `600 ${12 * scale}px system-ui, sans-serif`;
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  ctx.lineWidth = 4 * scale;
  ctx.strokeStyle = colour("--surface");
  const placed = [];
  for (const end of ends) {
    const above = placed.filter((other) => Math.abs(other.x - end.x) < LETTER_HEIGHT * scale).at(-1);
    if (above) end.y = Math.max(end.y, above.y + LETTER_HEIGHT * scale);
    placed.push(end);
    ctx.fillStyle = colour(`--curve${end.job.at}`);
    ctx.strokeText(end.job.letter, end.x + 6 * scale, end.y);
    ctx.fillText(end.job.letter, end.x + 6 * scale, end.y);
  }
  ctx.restore();
}

// The values where the pointer is, beside the names of the jobs.
function tell(drawn) {
  const at = drawn.cursor.left >= 0 && drawn.cursor.idx !== null ? drawn.data[0][drawn.cursor.idx] : null;
  here.textContent = at === null ? "" : byTime() ? `after ${duration(at)}` : `step ${Math.round(at)}`;
  for (const job of jobs) {
    const values = job.line?.[chosen("lines").value === "raw" ? 1 : 2];
    const i = at === null || !values ? -1 : job.line[0].findLastIndex((x) => x <= at);
    const value = i < 0 || at > job.line[0].at(-1) ? null : values[i];
    job.value.textContent = value === null ? "" : value.toPrecision(4);
  }
}

function explain() {
  const missing = jobs.filter((job) => !job.line).map((job) => job.letter);
  const thinned = jobs.filter((job) => (job.series.get(chosen("metric").value)?.points ?? 0) > MOST_POINTS).map((job) => job.letter);
  const sentences = [];
  if (missing.length > 0) sentences.push(`Nothing ${byTime() ? "with a speed " : ""}was measured yet of ${missing.join(", ")}.`);
  if (thinned.length > 0) sentences.push(`Of ${thinned.join(", ")} the lowest and highest of many points are drawn; the smoothed line is of these.`);
  if (byTime()) sentences.push("Training time is what the steps took: no loading, no waiting, no steps that were lost.");
  note.textContent = sentences.join(" ");
}

function draw() {
  plot?.destroy();
  plot = null;
  place.textContent = "";
  for (const job of jobs) job.line = lineOf(job);
  explain();
  const drawable = jobs.filter((job) => job.line);
  if (drawable.length === 0) return;
  const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line") } };
  plot = new uPlot({
    width: place.clientWidth,
    height: HEIGHT,
    padding: [null, 24, null, null],
    legend: { show: false },
    focus: { alpha: 0.2 },
    cursor: { points: { show: false } },
    scales: { x: { time: false }, y: { distr: chosen("scale").checked ? 3 : 1 } },
    axes: [{ ...axis, values: (drawn, ticks) => ticks.map((tick) => (byTime() ? duration(tick) : tick)) }, axis],
    series: [{}, ...drawable.flatMap(series)],
    hooks: { draw: [letters], setCursor: [tell] },
  }, joined(drawable.map((job) => job.line)), place);
}

function keep() {
  const query = new URLSearchParams(new FormData(form));
  for (const name of ["find", "at"]) if (!query.get(name)) query.delete(name);
  const usual = { metric: "loss", axis: "step", lines: "both", smoothing: "0.9" };
  for (const [name, value] of Object.entries(usual)) if (query.get(name) === value) query.delete(name);
  history.replaceState(null, "", `?${query}`);
}

function focus(job) {
  const at = jobs.filter((each) => each.line).indexOf(job);
  plot?.setSeries(at < 0 ? null : 2 * at + 2, { focus: true });
}

if (place) {
  addEventListener("load", load);
  addEventListener("resize", draw);
  document.addEventListener("htmx:afterSwap", (swap) => {
    if (swap.detail.target.id === "results") load();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  for (const name of ["metric", "axis"]) chosen(name).addEventListener("change", load);
  for (const name of ["lines", "scale"]) chosen(name).addEventListener("change", draw);
  chosen("smoothing").addEventListener("input", draw);
  for (const name of ["metric", "axis", "lines", "scale", "smoothing", "options", "samples", "at"]) chosen(name).addEventListener("change", keep);
  for (const job of jobs) {
    for (const begin of ["mouseenter", "focusin"]) job.item.addEventListener(begin, () => focus(job));
    for (const end of ["mouseleave", "focusout"]) job.item.addEventListener(end, () => focus(null));
  }
}
