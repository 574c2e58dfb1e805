// What a dry run says a job would take.
const MOST_GPUS = 4;

export function duration(seconds) {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function show(place, estimate) {
  place.replaceChildren(paragraph(`${estimate.totalSteps.toLocaleString()} steps. The service would take this job.`));
  if (estimate.gpus.length === 0) {
    place.append(paragraph("No job like this ran here yet, so there is no estimate of time and cost.", "help"));
    return;
  }
  const list = document.createElement("dl");
  list.className = "figures";
  for (const each of estimate.gpus.slice(0, MOST_GPUS)) {
    const cost = each.cost === undefined ? "no price known" : `costs ${each.cost.toPrecision(2)}`;
    list.append(pair(each.gpu ?? "CPU", `${duration(each.seconds)}, ${cost}`));
  }
  place.append(list, paragraph(`From ${estimate.attempts} attempts of jobs like it, without the wait for a node.`, "help"));
}

function pair(name, value) {
  const group = document.createElement("div");
  for (const [tag, text] of [["dt", name], ["dd", value]]) {
    const part = document.createElement(tag);
    part.textContent = text;
    group.append(part);
  }
  return group;
}

function paragraph(text, className = "") {
  const made = document.createElement("p");
  made.textContent = text;
  made.className = className;
  return made;
}
