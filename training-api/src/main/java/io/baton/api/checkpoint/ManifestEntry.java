package io.baton.api.checkpoint;

/** A file that a manifest names. */
public record ManifestEntry(String path, long size, String sha256, String key) {}
