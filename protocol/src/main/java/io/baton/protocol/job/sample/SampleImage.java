package io.baton.protocol.job.sample;

import java.net.URI;

/**
 * One image of a set. Images of one name are drawn from the same noise, whatever the step.
 *
 * @param name such as {@code image-0.png}
 * @param size in bytes, at least 1
 * @param sha256 of its content, 64 hexadecimal digits in lower case
 * @param url answers a GET for a while, without any credential
 */
public record SampleImage(String name, long size, String sha256, URI url) {}
