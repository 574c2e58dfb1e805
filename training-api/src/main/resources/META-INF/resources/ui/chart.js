// A job's measurements by step: each value and a smoothed line, several at once. Steps that were never measured are gaps, steps that were done twice are hatched.
import { colour, joined, smoothed, withGaps } from "./curves.js";
import { lostMore, lostSteps, shadeLostSteps } from "./lost-steps.js";
import { Legend } from "./chart-legend.js";
import { describe, table } from "./chart-text.js";
import { readSettings, writeSettings } from "./chart-settings.js";

const EVERY = 3000;
const MOST_POINTS = 1000;
const FEWEST_POINTS = 4;
const place = document.getElementById("chart");
const metrics = document.getElementById("metrics");
const logarithmic = document.getElementById("log-scale");
const smoothing = document.getElementById("smoothing");
const smoothingValue = document.getElementById("smoothing-value");

const NAMES = { loss: "Loss", learningRate: "Learning rate", gradientNorm: "Gradient norm", stepSeconds: "Step time, s" };
// Lines differ in dash as well as in colour.
const COLOURS = ["--accent", "--interrupted", "--completed", "--failed", "--soft"];
const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [4, 2]];

let curves = [];
let attempt;
let points = 0;
let plot = null;
const settings = readSettings();

function title(name) {
  return NAMES[name] ?? name;
}

// What a person reads is the time of a step, not steps a second.
function readable(series) {
  if (series.name !== "stepsPerSecond") return series;
  return { ...series, name: "stepSeconds", values: series.values.map((speed) => (speed > 0 ? 1 / speed : null)) };
}

function chosen() {
  const known = curves.filter((curve) => settings.metrics.includes(curve.name));
  known.sort((a, b) => (b.name === "loss") - (a.name === "loss"));
  return known.length > 0 ? known : curves.filter((curve) => curve.name === "loss").concat(curves).slice(0, 1);
}

function offer() {
  const names = curves.map((curve) => curve.name).sort((a, b) => (a === "loss" ? -1 : b === "loss" ? 1 : a.localeCompare(b)));
  if (names.join() === [...metrics.querySelectorAll("input")].map((box) => box.value).join()) return;
  for (const label of metrics.querySelectorAll("label")) label.remove();
  const shown = chosen().map((curve) => curve.name);
  for (const name of names) {
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", value: name, id: `metric-${name}`, checked: shown.includes(name) });
    box.addEventListener("change", () => {
      settings.metrics = [...metrics.querySelectorAll("input:checked")].map((each) => each.value);
      writeSettings(settings);
      draw();
    });
    label.append(box, title(name));
    metrics.append(label);
  }
}

function format(value) {
  if (value === null || value === undefined) return "–";
  const size = Math.abs(value);
  return size !== 0 && (size < 0.001 || size >= 1e6) ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}

// A logarithmic axis knows no zero, and none for a single value.
function hasDecades(values) {
  const known = values.filter((value) => value !== null);
  return known.every((value) => value > 0) && new Set(known).size > 1;
}

function options(shown, lost) {
  const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line"), width: 1 }, font: "12px system-ui, sans-serif" };
  const scales = { x: { time: false } };
  const series = [{}];
  const lines = [];
  const axes = [axis];
  shown.forEach((curve, i) => {
    const stroke = colour(COLOURS[i % COLOURS.length]);
    scales[curve.name] = { distr: logarithmic.checked && hasDecades(curve.values) ? 3 : 1 };
    const dash = DASHES[i % DASHES.length];
    lines.push({ title: title(curve.name), stroke, dash, measured: series.length, smoothed: series.length + 1 });
    series.push({ scale: curve.name, stroke, width: 1, alpha: 0.35, points: { show: curve.steps.length < 3 } });
    series.push({ scale: curve.name, stroke, width: 2, dash, points: { show: false } });
    // Two axes have room; further lines are read by the cursor.
    if (i < 2) axes.push({ ...axis, scale: curve.name, side: i === 0 ? 3 : 1, grid: i === 0 ? axis.grid : { show: false }, values: (_, all) => all.map((value) => (value === null ? "" : format(value))), size: 60, label: shown.length > 1 ? title(curve.name) : undefined, labelSize: 18, labelFont: "12px system-ui, sans-serif" });
  });
  const legend = new Legend(document.getElementById("chart-legend"), lines, format);
  return { width: place.clientWidth, height: place.clientWidth < 500 ? 220 : 280, scales, axes, series, legend: { show: false }, cursor: { points: { size: 6 } }, hooks: { ready: [(chart) => legend.show(chart)], setCursor: [(chart) => legend.show(chart)], drawAxes: [(chart) => shadeLostSteps(chart, lost)] } };
}

function data(shown) {
  const weight = Number(smoothing.value);
  const tables = shown.map((curve) => {
    const [steps, values] = withGaps(curve.steps, curve.values);
    return [steps, values, smoothed(values, weight)];
  });
  return joined(tables);
}

function draw() {
  const shown = chosen();
  const lost = lostSteps();
  place.classList.toggle("empty-chart", shown.length === 0);
  document.getElementById("chart-summary").textContent = describe(shown, title, format, lost, lostMore());
  table(document.getElementById("chart-table"), shown, title, format);
  plot?.destroy();
  plot = null;
  place.textContent = shown.length === 0 ? "Nothing was measured yet." : "";
  if (shown.length === 0) document.getElementById("chart-legend").replaceChildren();
  if (shown.length > 0) plot = new uPlot(options(shown, lost), data(shown), place);
}

async function measured(sinceStep, maxPoints) {
  const answer = await fetch(`${place.dataset.metrics}?sinceStep=${sinceStep}&maxPoints=${maxPoints}`);
  if (!answer.ok) return null;
  const { attempt, series } = await answer.json();
  return { attempt, series: series.map(readable), points: Math.max(0, ...series.map((one) => one.points)) };
}

function show(series) {
  curves = series;
  offer();
  draw();
}

async function load() {
  const all = await measured(0, MOST_POINTS);
  if (all === null) return;
  ({ attempt, points } = all);
  show(all.series);
}

function longer(curve, news) {
  const more = news.find((one) => one.name === curve.name);
  return more === undefined ? curve : { ...curve, steps: curve.steps.concat(more.steps), values: curve.values.concat(more.values) };
}

// Asks for what is new, and draws only then: a reader's cursor stays where it is. A curve of which only some points are shown is loaded anew when it has a hundredth more.
async function update() {
  if (document.visibilityState === "hidden") return;
  const last = Math.max(0, ...curves.flatMap((curve) => curve.steps.slice(-1)));
  const room = MOST_POINTS - points;
  const news = await measured(last, Math.max(room, FEWEST_POINTS));
  if (news === null || (news.points === 0 && news.attempt === attempt)) return;
  const known = news.series.every((one) => curves.some((curve) => curve.name === one.name));
  if (news.attempt === attempt && known && news.points <= room) {
    points += news.points;
    show(curves.map((curve) => longer(curve, news.series)));
  } else if (news.attempt !== attempt || room > 0 || news.points >= points / 100) {
    await load();
  }
}

function smooth() {
  smoothingValue.value = Number(smoothing.value).toFixed(2);
  settings.smoothing = Number(smoothing.value);
  draw();
}

smoothing.value = settings.smoothing;
smoothingValue.value = settings.smoothing.toFixed(2);
logarithmic.checked = settings.logarithmic;
addEventListener("load", load);
addEventListener("resize", draw);
logarithmic.addEventListener("change", () => { settings.logarithmic = logarithmic.checked; writeSettings(settings); draw(); });
smoothing.addEventListener("input", smooth);
smoothing.addEventListener("change", () => writeSettings(settings));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
document.addEventListener("htmx:oobAfterSwap", (event) => { if (event.detail.target.id === "timeline") draw(); });
if (place.dataset.live === "true") setInterval(update, EVERY);
