// What a reader chose of a chart, in the page's address.
const SMOOTHING = 0.9;

export function readSettings() {
  const query = new URLSearchParams(location.search);
  const smoothing = Number(query.get("smoothing") ?? SMOOTHING);
  return {
    metrics: query.get("metrics")?.split(",") ?? ["loss"],
    logarithmic: query.get("scale") === "log",
    smoothing: smoothing >= 0 && smoothing <= 0.99 ? smoothing : SMOOTHING,
  };
}

export function writeSettings(settings) {
  const query = new URLSearchParams(location.search);
  const set = (name, value, usual) => (value === usual ? query.delete(name) : query.set(name, value));
  set("metrics", settings.metrics.join(","), "loss");
  set("scale", settings.logarithmic ? "log" : "linear", "linear");
  set("smoothing", String(settings.smoothing), String(SMOOTHING));
  const text = query.toString();
  history.replaceState(null, "", location.pathname + (text ? `?${text}` : "") + location.hash);
}
