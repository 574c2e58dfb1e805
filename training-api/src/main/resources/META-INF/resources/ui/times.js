// Times in the reader's zone: how long ago, and the moment itself on hover.
const RELATIVE = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "short" });
const ABSOLUTE = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

function ago(moment) {
  const seconds = (moment - Date.now()) / 1000;
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return RELATIVE.format(Math.trunc(seconds / length), unit);
}

function showTimes() {
  for (const time of document.querySelectorAll("time[datetime]")) {
    const moment = new Date(time.dateTime);
    const text = ago(moment);
    if (time.textContent !== text) time.textContent = text;
    time.title = ABSOLUTE.format(moment);
  }
}

showTimes();
setInterval(showTimes, 1000);
document.addEventListener("htmx:afterSettle", showTimes);
document.addEventListener("htmx:oobAfterSwap", showTimes);
