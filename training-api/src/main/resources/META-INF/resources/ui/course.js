// What became of a pool: curves beside each other, whose cursors move together.
const EVERY = 30000;
const POINTS = 300;
const COLOURS = { claimable: "--accent", requested: "--interrupted", runningNodes: "--accent", busyNodes: "--completed", costPerHour: "--accent" };
const NAMES = { claimable: "waiting", requested: "wanted", runningNodes: "running", busyNodes: "busy", costPerHour: "an hour" };
const root = document.getElementById("courses");
const plots = new Map();
let points = null;

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// Samples are taken every minute: where none was for longer, the service did not run.
function withGaps(usual) {
  const out = [];
  points.forEach((point, i) => {
    const at = Date.parse(point.at) / 1000;
    if (i > 0 && at - Date.parse(points[i - 1].at) / 1000 > 3 * usual) out.push({ at: at - usual });
    out.push({ ...point, at });
  });
  return out;
}

function draw(place) {
  const curves = place.dataset.curves.split(" ");
  const rows = withGaps(Math.max(60, Number(root.dataset.seconds) / POINTS));
  if (!rows.some((row) => curves.some((curve) => row[curve] !== undefined))) {
    place.textContent = curves[0] === "costPerHour" && rows.length > 0
      ? "No price is set: give the policy one, and costs are counted from then on." : "Nothing was measured in this time.";
    return;
  }
  plots.get(place)?.destroy();
  place.textContent = "";
  const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line"), width: 1 } };
  const data = [rows.map((row) => row.at), ...curves.map((curve) => rows.map((row) => row[curve] ?? null))];
  const most = Math.max(...data.slice(1).flat().filter((value) => value !== null)) || 1;
  const end = Date.now() / 1000;
  plots.set(place, new uPlot({
    width: place.clientWidth,
    height: 170,
    legend: { show: false },
    cursor: { sync: { key: "pool" } },
    scales: { x: { range: [end - Number(root.dataset.seconds), end] }, y: { range: [0, most * 1.1] } },
    axes: [{ ...axis, space: 60 }, { ...axis, size: 46, space: 24 }],
    series: [{}, ...curves.map((curve) => ({
      label: NAMES[curve], stroke: colour(COLOURS[curve]), width: 2, points: { show: rows.length < 3, size: 5 },
      paths: curve === "requested" || curve === "runningNodes" ? uPlot.paths.stepped({ align: 1 }) : undefined,
    }))],
  }, data, place));
}

function drawAll() {
  if (points) for (const place of root.querySelectorAll(".course")) draw(place);
}

async function load() {
  const since = new Date(Date.now() - 1000 * Number(root.dataset.seconds)).toISOString();
  const answer = await fetch(`${root.dataset.history}?since=${encodeURIComponent(since)}&points=${POINTS}`);
  if (!answer.ok) return;
  points = (await answer.json()).points;
  drawAll();
}

addEventListener("load", load);
addEventListener("resize", drawAll);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
setInterval(load, EVERY);
