// The fields of a job's options and their JSON: two views of one draft.
import { at, changed } from "./draft.js";
import { textOf, valueOf } from "./fields.js";
import { isObject, parse, write } from "./json.js";

export class OptionForm {
  /** @param told is called when the draft is another */
  constructor(form, told) {
    this.told = told;
    this.fields = [...form.querySelectorAll("[data-path]")];
    this.switches = [...form.querySelectorAll("[data-switch]")];
    this.json = form.querySelector("#json");
    this.jsonProblem = form.querySelector("#json-problem");
    const paths = ["name", "datasetId", "baseModel", ...this.fields.map((field) => field.dataset.path)];
    this.known = { paths, optional: new Set(this.switches.map((box) => box.dataset.switch)) };
    // What was typed into groups that were switched off.
    this.aside = new Map();
    for (const field of this.fields) {
      field.addEventListener("input", () => this.set(field.dataset.path, valueOf(field.dataset.kind, field.value), field));
    }
    for (const box of this.switches) box.addEventListener("change", () => this.turn(box.dataset.switch, box.checked));
    this.json.addEventListener("input", () => this.read());
    this.draft = parse(form.dataset.spec);
  }

  /** Shows what the page came with. */
  begin() {
    this.show(null);
    this.told();
  }

  value(path) {
    return at(this.draft, path);
  }

  /** What stands for an option that is left out. */
  fallback(path) {
    const field = this.field(path);
    return field?.placeholder || field?.options?.[0]?.text.replace("default: ", "") || "";
  }

  field(path) {
    return this.fields.find((field) => field.dataset.path === path);
  }

  set(path, value, source = null) {
    this.draft = changed(this.draft, path, value, this.known);
    this.show(source);
    this.told();
  }

  turn(group, on) {
    // A job trains, or it runs a command.
    if (on && group === "command") this.putAside("training");
    if (on && group === "training") this.putAside("command");
    if (on) this.draft = changed(this.draft, group, this.aside.get(group) ?? {}, this.known);
    else this.putAside(group);
    this.show(null);
    this.told();
  }

  putAside(group) {
    const value = at(this.draft, group);
    if (value === undefined) return;
    this.aside.set(group, value);
    this.draft = changed(this.draft, group, undefined, this.known);
  }

  read() {
    try {
      const read = this.json.value.trim() === "" ? {} : parse(this.json.value);
      if (!isObject(read)) throw new SyntaxError("a job is an object: {…}");
      this.draft = read;
      this.tellJson("");
    } catch (broken) {
      this.tellJson(`This is no JSON yet, so the fields above stay as they are: ${broken.message}.`);
      return;
    }
    this.show(this.json);
    this.told();
  }

  /** Whether the JSON that is being typed can be read. */
  get readable() {
    return this.jsonProblem.hidden;
  }

  tellJson(text) {
    this.jsonProblem.textContent = text;
    this.jsonProblem.hidden = text === "";
    this.json.setAttribute("aria-invalid", String(text !== ""));
  }

  /** Brings everything but what is being typed into up to date. */
  show(source) {
    for (const field of this.fields) {
      const text = textOf(field.dataset.kind, this.value(field.dataset.path));
      if (field !== source && field.value !== text) setValue(field, text);
    }
    for (const box of this.switches) box.checked = isObject(this.value(box.dataset.switch));
    for (const group of document.querySelectorAll(".group")) this.count(group);
    if (source !== this.json) {
      this.json.value = write(this.draft);
      this.tellJson("");
    }
  }

  count(group) {
    const said = [...group.querySelectorAll("[data-path]")].filter((field) => field.value !== "").length;
    const on = group.querySelector("[data-switch]")?.checked;
    group.querySelector("[data-said]").textContent = [on ? "in use" : "", said > 0 ? `${said} set` : ""].filter(Boolean).join(", ");
    group.classList.toggle("off", on === false);
  }
}

// A choice that the list does not have, as JSON may say, is shown all the same.
function setValue(field, text) {
  if (field.options && ![...field.options].some((option) => option.value === text)) field.append(new Option(text, text));
  field.value = text;
}
