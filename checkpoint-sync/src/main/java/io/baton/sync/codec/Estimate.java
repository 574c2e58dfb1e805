package io.baton.sync.codec;

import io.baton.sync.manifest.Encoding;

/**
 * What encoding a file would give, from some of its blocks.
 *
 * @param share of the file's bytes that would be left, above 0; 1 where nothing is gained
 */
public record Estimate(Encoding encoding, double share) {}
