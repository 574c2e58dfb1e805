package io.baton.sync.local;

import io.baton.sync.manifest.RelativePath;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * A file of a local checkpoint as it was when it was looked at; equal as long as it is untouched.
 */
public record LocalFile(RelativePath path, Path file, long size, FileTime modified) {}
