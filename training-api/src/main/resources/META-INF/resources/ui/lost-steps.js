// Steps that an attempt trained and that were done again. The timeline says which.
export function lostSteps() {
  const told = document.getElementById("timeline")?.dataset.lostSteps ?? "";
  return told.split(" ").filter((text) => text !== "").map((text) => text.split("-").map(Number));
}

// Whether a node vanished, which tells nobody of the steps since its last report.
export function lostMore() {
  return document.getElementById("timeline")?.dataset.lostMore !== undefined;
}

// Below the lines, in the plot's area only.
export function shadeLostSteps(chart, lost) {
  const { ctx, bbox } = chart;
  const distance = 8 * devicePixelRatio;
  const style = getComputedStyle(document.documentElement);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const [from, to] of lost) {
    const left = chart.valToPos(from - 0.5, "x", true);
    const width = Math.max(2 * devicePixelRatio, chart.valToPos(to + 0.5, "x", true) - left);
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, bbox.top, width, bbox.height);
    ctx.clip();
    ctx.strokeStyle = style.getPropertyValue("--interrupted").trim();
    ctx.globalAlpha = 0.45;
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    for (let x = left - bbox.height; x < left + width; x += distance) {
      ctx.moveTo(x, bbox.top + bbox.height);
      ctx.lineTo(x + bbox.height, bbox.top);
    }
    ctx.stroke();
    ctx.restore();
  }
  ctx.restore();
}
