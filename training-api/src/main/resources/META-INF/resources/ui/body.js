// Bodies of webhook deliveries, fetched when they are opened.
document.addEventListener("toggle", async (event) => {
  const details = event.target;
  const address = details.dataset.body;
  if (!address || !details.open) return;
  const place = details.querySelector("pre");
  if (place.textContent !== "") return;
  const answer = await fetch(address);
  const text = await answer.text();
  try {
    place.textContent = answer.ok ? JSON.stringify(JSON.parse(text), null, 2) : JSON.parse(text).detail;
  } catch {
    place.textContent = text;
  }
}, true);
