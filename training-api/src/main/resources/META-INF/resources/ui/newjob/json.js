// JSON whose numbers stay as they were written: 1e-4 is not made 0.0001, and a large seed keeps its digits.
export class WrittenNumber {
  constructor(text) {
    this.text = text;
  }
}

/** Reads JSON; throws SyntaxError. */
export function parse(text) {
  return JSON.parse(text, (key, value, context) =>
    // Browsers that do not tell the source still have all numbers below 2^53.
    typeof value === "number" ? new WrittenNumber(context?.source ?? String(value)) : value);
}

/** Writes what parse has read, two spaces a level. */
export function write(value, indent = "") {
  if (value instanceof WrittenNumber) return value.text;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((each) => write(each, inner))
    : Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${write(each, inner)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return parts.length === 0 ? open + close : `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
}

export function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof WrittenNumber);
}
