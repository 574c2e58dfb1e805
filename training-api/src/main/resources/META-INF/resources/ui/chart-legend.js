// What the lines of a chart are, each once, with the values under the reader's cursor; without a cursor the newest ones.
const SVG = "http://www.w3.org/2000/svg";

/**
 * @param lines each with title, stroke, dash, the index of its measured series and of the smoothed one
 */
export class Legend {
  constructor(place, lines, format) {
    this.lines = lines;
    this.format = format;
    this.step = document.createElement("li");
    this.values = [];
    place.replaceChildren(this.step, ...lines.map((line) => this.entry(line)));
  }

  entry(line) {
    const item = document.createElement("li");
    const value = document.createElement("b");
    const mean = document.createElement("span");
    item.append(swatch(line), line.title, value, mean);
    this.values.push({ value, mean });
    return item;
  }

  show(chart) {
    const { idx } = chart.cursor;
    this.step.textContent = `Step ${chart.data[0][idx ?? chart.data[0].length - 1] ?? "–"}`;
    this.lines.forEach((line, i) => {
      this.values[i].value.textContent = this.format(at(chart.data[line.measured], idx));
      this.values[i].mean.textContent = `smoothed ${this.format(at(chart.data[line.smoothed], idx))}`;
    });
  }
}

function at(values, index) {
  return index === null || index === undefined ? values.findLast((value) => value !== null && value !== undefined) : values[index];
}

function swatch({ stroke, dash }) {
  const picture = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [name, value] of [["width", "26"], ["height", "8"], ["aria-hidden", "true"]]) picture.setAttribute(name, value);
  for (const [name, value] of [["d", "M0 4h26"], ["stroke", stroke], ["stroke-dasharray", dash.join(" ")]]) path.setAttribute(name, value);
  picture.append(path);
  return picture;
}
