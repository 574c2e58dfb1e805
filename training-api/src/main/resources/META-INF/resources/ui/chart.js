// The loss by step: each value, and a smoothed line. Steps that were never measured are gaps.
import { colour, smoothed, withGaps } from "./curves.js";

const EVERY = 5000;
const place = document.getElementById("chart");
const logarithmic = document.getElementById("log-scale");
const smoothing = document.getElementById("smoothing");
let curve = null;
let plot = null;

function draw() {
  if (!curve || curve.steps.length === 0) {
    place.textContent = "Nothing was measured yet.";
    return;
  }
  const [steps, values] = withGaps(curve.steps, curve.values);
  plot?.destroy();
  place.textContent = "";
  const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 } };
  plot = new uPlot({
    width: place.clientWidth,
    height: 260,
    scales: { x: { time: false }, y: { distr: logarithmic.checked ? 3 : 1 } },
    axes: [axis, axis],
    series: [
      { label: "step" },
      { label: "loss", stroke: colour("--line"), width: 1 },
      { label: "smoothed", stroke: colour("--accent"), width: 2 },
    ],
  }, [steps, values, smoothed(values, Number(smoothing.value))], place);
}

async function load() {
  const answer = await fetch(place.dataset.metrics);
  if (!answer.ok) return;
  curve = (await answer.json()).series[0] ?? null;
  draw();
}

addEventListener("load", load);
addEventListener("resize", draw);
logarithmic.addEventListener("change", draw);
smoothing.addEventListener("input", draw);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
if (place.dataset.live === "true") setInterval(load, EVERY);
