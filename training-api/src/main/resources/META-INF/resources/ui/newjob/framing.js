// What the trainer sees of an image: it is resized until it just covers a bucket (without buckets, the square of the resolution), and the
// rest is cut off. The numbers are the trainer's own, to the pixel.

/** The sizes that images are trained at. Source: as Buckets of the trainer. */
export function buckets(resolution, { least, most, step }) {
  const area = resolution * resolution;
  const down = (length) => Math.floor(length / step) * step;
  const shortest = down(least + step - 1);
  const longest = down(most);
  const sizes = new Map();
  const add = (width, height) => sizes.set(`${width}x${height}`, { width, height });
  for (let width = shortest; width <= longest; width += step) {
    const height = Math.min(longest, down(Math.floor(area / width)));
    if (height >= shortest) {
      add(width, height);
      add(height, width);
    }
  }
  add(down(resolution), down(resolution));
  return [...sizes.values()].sort((one, other) => one.width - other.width || one.height - other.height);
}

/** The size whose aspect ratio is nearest; of two equally near ones the larger, then the first. */
export function nearest(image, sizes) {
  const distance = (size) => {
    const one = image.width * size.height;
    const other = image.height * size.width;
    return Math.log(Math.max(one, other) / Math.min(one, other));
  };
  return sizes.reduce((best, size) => {
    const more = distance(best) - distance(size);
    return more > 0 || (more === 0 && size.width * size.height > best.width * best.height) ? size : best;
  });
}

/** What an image is resized to so that it just covers a size. */
function covering(image, size) {
  return image.width * size.height <= image.height * size.width
    ? { width: size.width, height: Math.trunc((size.width * image.height) / image.width) }
    : { width: Math.trunc((size.height * image.width) / image.height), height: size.height };
}

/** Where the middle part begins; halves go to the even side. */
export function middle(length, part) {
  const half = (length - part) / 2;
  const down = Math.floor(half);
  return Math.max(0, half - down > 0.5 || (half - down === 0.5 && down % 2 === 1) ? down + 1 : down);
}

/** The part of an image that is trained on: its place in the resized image, and by how much that place may move. */
export function frame(image, sizes, centred) {
  const size = nearest(image, sizes);
  const resized = covering(image, size);
  return {
    size,
    resized,
    left: middle(resized.width, size.width),
    top: middle(resized.height, size.height),
    moves: centred ? { across: 0, down: 0 } : { across: resized.width - size.width, down: resized.height - size.height },
    enlarged: resized.width / image.width,
  };
}
