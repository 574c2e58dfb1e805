// What the service says of a job, beside the fields that it names, and in a list that leads to them.
const list = document.getElementById("problems");
const places = [...document.querySelectorAll("[data-problem]")];

export function clear() {
  list.replaceChildren();
  for (const place of places) {
    place.hidden = true;
    place.textContent = "";
    inputOf(place)?.removeAttribute("aria-invalid");
  }
}

/** @param problem a problem document */
export function show(problem) {
  clear();
  const errors = problem.errors?.length > 0 ? problem.errors : [{ field: null, detail: problem.detail }];
  for (const { field, detail } of errors) {
    const place = field === null ? null : placeOf(field);
    const text = field === null ? detail : `${field} ${detail}.`;
    if (place) {
      place.hidden = false;
      place.textContent = place.textContent === "" ? text : `${place.textContent} ${text}`;
      inputOf(place)?.setAttribute("aria-invalid", "true");
    }
    add(text, place);
  }
}

export function say(text) {
  clear();
  add(text, null);
}

/** Leads to the first field that is wrong. */
export function leadThere() {
  list.querySelector("a, li")?.focus();
}

function add(text, place) {
  const item = document.createElement("li");
  const input = place && inputOf(place);
  if (input) {
    const link = document.createElement("a");
    link.href = `#${input.id}`;
    link.textContent = text;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      for (let part = input.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
      input.focus();
    });
    item.append(link);
  } else {
    item.tabIndex = -1;
    item.textContent = text;
  }
  list.append(item);
}

// The field itself, else the nearest around it: labels.team stands with labels.
function placeOf(field) {
  for (let path = field; path !== ""; path = path.slice(0, Math.max(0, path.lastIndexOf(".")))) {
    const found = places.find((place) => place.dataset.problem === path);
    if (found) return found;
  }
  return null;
}

function inputOf(place) {
  return document.querySelector(`[aria-describedby~="${place.id}"]`) ?? place.closest("details")?.querySelector("summary");
}
