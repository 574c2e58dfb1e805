// What is typed into a field and what it is in JSON: textOf and valueOf undo each other.
import { isObject, parse, write, WrittenNumber } from "./json.js";

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

const KINDS = {
  text: (text) => text,
  "long-text": (text) => text,
  choice: (text) => text,
  flag: (text) => (text === "true" ? true : text === "false" ? false : text),
  // What is no number goes as it is: the service says what is wrong with it.
  number: (text) => numberOr(text.trim()),
  "number-or-word": (text) => numberOr(text.trim()),
  list: (text) => (text.trim() === "[]" ? [] : lines(text).map(entry)),
  map: (text) => (text.trim() === "{}" ? {} : Object.fromEntries(lines(text).map(pair))),
};

/** What a text means; undefined where it says nothing. */
export function valueOf(kind, text) {
  return text.trim() === "" ? undefined : KINDS[kind](text);
}

/** What a field shows for a value. */
export function textOf(kind, value) {
  if (value === undefined) return "";
  if (value instanceof WrittenNumber) return value.text;
  if (kind === "list" && Array.isArray(value)) return value.length === 0 ? "[]" : value.map(line).join("\n");
  if (kind === "map" && isObject(value)) return mapText(Object.entries(value));
  return typeof value === "string" ? value : write(value);
}

function numberOr(text) {
  return NUMBER.test(text) ? new WrittenNumber(text) : text;
}

function lines(text) {
  return text.split("\n").filter((each) => each.trim() !== "");
}

// An entry that does not fit on a line as it is, is written as JSON.
function line(value) {
  return typeof value === "string" && plain(value) ? value : write(value).replaceAll("\n", " ");
}

function plain(text) {
  return text !== "" && text === text.trim() && !/[\n\r]/.test(text) && !/^["[{]/.test(text);
}

function entry(text) {
  return /^["[{]/.test(text.trim()) ? orText(text.trim()) : text.trim();
}

function orText(text) {
  try {
    return parse(text);
  } catch {
    return text;
  }
}

function mapText(entries) {
  if (entries.length === 0) return "{}";
  return entries.map(([name, value]) => {
    const key = plain(name) && !name.includes("=") ? name : JSON.stringify(name);
    return `${key}=${value === "" ? "" : line(value)}`;
  }).join("\n");
}

function pair(text) {
  const quoted = /^\s*("(?:[^"\\]|\\.)*")\s*=(.*)$/.exec(text);
  if (quoted) return [orText(quoted[1]), entry(quoted[2])];
  const at = text.indexOf("=");
  return at < 0 ? [text.trim(), ""] : [text.slice(0, at).trim(), entry(text.slice(at + 1))];
}
