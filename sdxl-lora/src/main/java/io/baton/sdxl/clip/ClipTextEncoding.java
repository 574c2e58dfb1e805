package io.baton.sdxl.clip;

import ai.djl.ndarray.NDArray;

/**
 * A text, encoded, for a batch of B.
 *
 * @param penultimate [B, tokens, features], what goes into the last layer
 * @param pooled [B, features], of the text's end, normalized, and projected where the model does so
 */
public record ClipTextEncoding(NDArray penultimate, NDArray pooled) {}
