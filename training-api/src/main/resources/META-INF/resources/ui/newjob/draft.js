// A job that is being made: a tree of JSON, in which fields are found by paths such as training.rank. Nothing here changes what it is given.
import { isObject } from "./json.js";

/** What stands at a path; undefined where nothing does. */
export function at(draft, path) {
  return path.split(".").reduce((part, name) => (isObject(part) && Object.hasOwn(part, name) ? part[name] : undefined), draft);
}

/**
 * The draft with another value at a path; undefined takes it away. Objects that are empty then go too, unless they mean something by being there.
 *
 * @param form paths: all that the form knows, in its order; optional: objects that mean something
 */
export function changed(draft, path, value, form) {
  return put(draft, path.split("."), "", value, form) ?? {};
}

function put(part, [name, ...rest], place, value, form) {
  const path = place === "" ? name : `${place}.${name}`;
  const whole = isObject(part) ? part : {};
  const inner = rest.length === 0 ? value : put(whole[name], rest, path, value, form);
  const entries = Object.entries(whole).filter(([other]) => other !== name);
  if (inner !== undefined) entries.push([name, inner]);
  const kept = Object.fromEntries(sorted(entries, place, form.paths));
  const needless = entries.length === 0 && place !== "" && !(form.optional.has(place) && isObject(part));
  return needless ? undefined : kept;
}

// As the form has them; what the form does not know comes last.
function sorted(entries, place, paths) {
  const rank = ([name]) => {
    const path = place === "" ? name : `${place}.${name}`;
    const found = paths.findIndex((each) => each === path || each.startsWith(`${path}.`));
    return found < 0 ? paths.length : found;
  };
  return entries.sort((one, other) => rank(one) - rank(other));
}
