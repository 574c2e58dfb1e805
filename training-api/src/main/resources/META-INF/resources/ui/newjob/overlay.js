// The frame over an image that says what of it is trained on.
const SVG = "http://www.w3.org/2000/svg";

export function newOverlay() {
  const overlay = document.createElementNS(SVG, "svg");
  overlay.setAttribute("aria-hidden", "true");
  return overlay;
}

export function drawFrame(overlay, { resized, size, left, top, moves }) {
  overlay.setAttribute("viewBox", `0 0 ${resized.width} ${resized.height}`);
  const inner = `M${left} ${top}h${size.width}v${size.height}h${-size.width}z`;
  const free = moves.across > 0 || moves.down > 0;
  overlay.replaceChildren(
    path(`M0 0h${resized.width}v${resized.height}h${-resized.width}z${inner}`, free ? "maybe" : "outside"),
    path(inner, "crop"),
  );
  overlay.dataset.crop = [left, top, size.width, size.height].join(" ");
}

function path(d, className) {
  const made = document.createElementNS(SVG, "path");
  made.setAttribute("d", d);
  made.setAttribute("class", className);
  made.setAttribute("fill-rule", "evenodd");
  return made;
}
