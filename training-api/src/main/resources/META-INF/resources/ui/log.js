// The end of the log. It sticks to the bottom; a reader who has scrolled up stays where he is.
const EVERY = 3000;
const FIRST = 500;
const MOST = 5000;
const place = document.getElementById("log-tail");
const state = document.getElementById("log-state");
let attempt = null;
let last = -1;
let shown = 0;

function atEnd() {
  return place.scrollHeight - place.scrollTop - place.clientHeight < 20;
}

function begin(number) {
  attempt = number;
  last = -1;
  shown = 0;
  place.textContent = "";
  state.textContent = number ? `Attempt ${number}.` : "";
}

function add(lines) {
  const part = document.createDocumentFragment();
  for (const line of lines) {
    const missing = last >= 0 ? line.number - last - 1 : 0;
    if (missing > 0) part.append(`… ${missing} lines that are not here\n`);
    part.append(`${line.text}\n`);
    last = line.number;
    shown += 1;
  }
  place.append(part);
  // Whoever reads above must not lose the ground: what is old goes only while the end is in sight.
  if (shown > MOST && atEnd()) { place.textContent = place.textContent.split("\n").slice(-FIRST).join("\n"); shown = FIRST; }
}

async function load() {
  if (document.visibilityState === "hidden") return;
  const answer = await fetch(`${place.dataset.log}?tail=${FIRST}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const log = await answer.json();
  const follow = atEnd();
  if ((log.attempt ?? null) !== attempt || last < 0) begin(log.attempt ?? null);
  add(log.lines.filter((line) => line.number > last));
  if (last < 0) place.textContent = "The trainer has printed nothing yet.";
  if (follow) place.scrollTop = place.scrollHeight;
}

load();
if (place.dataset.live === "true") setInterval(load, EVERY);
