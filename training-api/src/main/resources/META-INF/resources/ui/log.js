// The end of the log. It sticks to the bottom unless the reader has scrolled up.
const EVERY = 3000;
const place = document.getElementById("log-tail");

async function load() {
  const answer = await fetch(place.dataset.log, { headers: { Accept: "text/plain" } });
  if (!answer.ok) return;
  const text = await answer.text();
  const atEnd = place.scrollHeight - place.scrollTop - place.clientHeight < 20;
  if (place.textContent !== text) place.textContent = text || "The trainer has printed nothing yet.";
  if (atEnd) place.scrollTop = place.scrollHeight;
}

load();
if (place.dataset.live === "true") setInterval(load, EVERY);
