// How a job wants its images framed.
import { at } from "./draft.js";
import { isObject, WrittenNumber } from "./json.js";
import { buckets } from "./framing.js";

/**
 * The rules in a draft. Defaults stand in the form's fields.
 *
 * @param fallback gives the default of an option as text
 * @returns sizes, centred, flipped; or problem, where they cannot be told
 */
export function framingRules(draft, fallback) {
  const number = (path, otherwise) => {
    const value = at(draft, path);
    if (value === undefined || value === null) return otherwise;
    return value instanceof WrittenNumber ? Number(value.text) : NaN;
  };
  const flag = (path) => at(draft, path) === true;
  const resolution = number("training.resolution", Number(fallback("training.resolution")));
  const rules = { centred: flag("training.images.centerCrop"), flipped: flag("training.images.randomFlip") };
  if (!(Number.isInteger(resolution) && resolution >= 32 && resolution <= 4096 && resolution % 8 === 0)) {
    return { ...rules, problem: "The resolution is a multiple of 8 from 32 to 4096; with another one the crop cannot be shown." };
  }
  if (!isObject(at(draft, "training.buckets"))) return { ...rules, sizes: [{ width: resolution, height: resolution }] };
  const step = number("training.buckets.bucketResoSteps", Number(fallback("training.buckets.bucketResoSteps")));
  const least = number("training.buckets.minBucketReso", Math.max(step, Math.floor(resolution / 4)));
  const most = number("training.buckets.maxBucketReso", 2 * resolution);
  const fit = [step, least, most].every((each) => Number.isInteger(each) && each >= 8 && each <= 16384)
    && resolution % step === 0 && Math.ceil(least / step) * step <= resolution && most >= resolution;
  return fit
    ? { ...rules, sizes: buckets(resolution, { least, most, step }) }
    : { ...rules, problem: "With these bounds of the buckets the crop cannot be shown; the checks say what is wrong with them." };
}

/** Said above the images. */
export function framingText(rules) {
  if (rules.problem) return rules.problem;
  const size = rules.sizes.length === 1
    ? `Each image is resized until its shorter side has ${rules.sizes[0].width} pixels, and trained at ${rules.sizes[0].width} × ${rules.sizes[0].height}`
    : `Each image is trained at the size nearest to its own shape, of ${rules.sizes.length}`;
  const crop = rules.centred ? "cut from the middle" : "cut at a place that is drawn anew each time (solid: the middle of where it may be)";
  return `${size}, ${crop}${rules.flipped ? ", mirrored half of the times" : ""}.`;
}

/** Said of one image. */
function frameText(image, frame) {
  const parts = [`${image.width} × ${image.height}`, `resized to ${frame.resized.width} × ${frame.resized.height}`];
  if (frame.moves.across > 0) parts.push(`${frame.size.width} × ${frame.size.height} anywhere along its width`);
  else if (frame.moves.down > 0) parts.push(`${frame.size.width} × ${frame.size.height} anywhere along its height`);
  else if (frame.left > 0 || frame.top > 0) {
    parts.push(`trained at ${frame.size.width} × ${frame.size.height} from ${frame.left > 0 ? `column ${frame.left}` : `row ${frame.top}`}`);
  } else parts.push(`trained whole at ${frame.size.width} × ${frame.size.height}`);
  return parts.join(", ");
}

/** Said below one image. */
export function sizeText(image, framed) {
  if (!image.width) return "";
  if (!framed) return `${image.width} × ${image.height}`;
  return `${frameText(image, framed)}${framed.enlarged > 1.05 ? ` (enlarged ${framed.enlarged.toFixed(1)} times: it will look soft)` : ""}`;
}
