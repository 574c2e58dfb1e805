package io.baton.api.checkpoint;

/** A file that a manifest names. */
record ManifestEntry(String path, long size, String sha256, String key) {}
