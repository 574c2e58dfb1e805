package io.baton.sdxl.block;

import ai.djl.ndarray.NDArray;

/**
 * What a block gave, and by what it is weighted when it is differentiated.
 *
 * @param gradient of the output's shape
 */
public record OutputGradient(NDArray output, NDArray gradient) {}
