package io.baton.cli.platform;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where a local platform can be reached.
 *
 * @param processId of {@code baton up}
 * @param storageProcessId of the S3 server
 */
public record PlatformState(
    URI api, URI autoscaler, URI storage, Path data, long processId, long storageProcessId) {}
