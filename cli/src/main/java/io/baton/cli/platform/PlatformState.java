package io.baton.cli.platform;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.net.URI;
import java.nio.file.Path;

/**
 * Where a local platform can be reached.
 *
 * @param processId of {@code baton up}
 * @param storageProcessId of the S3 server
 */
public record PlatformState(
    URI api,
    URI autoscaler,
    URI storage,
    @JsonSerialize(using = ToStringSerializer.class) Path data,
    long processId,
    long storageProcessId) {}
