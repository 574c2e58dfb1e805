package io.baton.sync.cli;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.store.DirectoryStore;
import io.baton.sync.store.ListableStore;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.S3Settings;
import io.baton.sync.store.S3Store;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the checkpoints are stored, and how to get in. */
final class StoreOptions {
  @Option(
      names = "--store",
      required = true,
      paramLabel = "URI",
      description = "s3://bucket/prefix or file:///directory")
  String store = "";

  @Option(
      names = "--s3-endpoint",
      paramLabel = "URL",
      description =
          "S3 server; otherwise AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, or Amazon's for the region")
  Optional<String> endpoint = Optional.empty();

  @Option(
      names = "--s3-region",
      paramLabel = "REGION",
      description = "otherwise AWS_REGION, AWS_DEFAULT_REGION, or us-east-1")
  Optional<String> region = Optional.empty();

  @Option(
      names = "--s3-access-key",
      paramLabel = "KEY",
      description = "otherwise AWS_ACCESS_KEY_ID")
  Optional<String> accessKey = Optional.empty();

  @Option(
      names = "--s3-secret-key",
      paramLabel = "SECRET",
      description =
          "otherwise AWS_SECRET_ACCESS_KEY, which other users of the machine do not see, and"
              + " AWS_SESSION_TOKEN with it")
  Optional<String> secretKey = Optional.empty();

  /** Options first, then environment. */
  ListableStore open(Map<String, String> environment) {
    URI uri = parse(store);
    String scheme = String.valueOf(uri.getScheme());
    switch (scheme) {
      case "file":
        return new DirectoryStore(directory(uri));
      case "s3":
        return new S3Store(s3(uri, environment));
      default:
        throw new SyncException(
            SyncError.BAD_INPUT,
            "--store '" + store + "' is neither s3://bucket/prefix nor file:///directory.");
    }
  }

  private static URI parse(String text) {
    try {
      return URI.create(text.replace(" ", "%20"));
    } catch (IllegalArgumentException e) {
      throw new SyncException(
          SyncError.BAD_INPUT, "--store '" + text + "' is no URI: " + e.getMessage() + ".", e);
    }
  }

  private Path directory(URI uri) {
    if (uri.getAuthority() != null || uri.getPath() == null || uri.getPath().isEmpty()) {
      throw new SyncException(
          SyncError.BAD_INPUT,
          "--store '" + store + "' needs an absolute path after file://, as in file:///mnt/runs.");
    }
    return Path.of(uri.getPath());
  }

  private S3Settings s3(URI uri, Map<String, String> environment) {
    if (uri.getAuthority() == null || uri.getAuthority().isEmpty()) {
      throw new SyncException(
          SyncError.BAD_INPUT, "--store '" + store + "' names no bucket: s3://bucket/prefix.");
    }
    String prefix = String.valueOf(uri.getPath()).replaceAll("^/|/$", "");
    String chosenRegion =
        first(region, environment, "AWS_REGION", "AWS_DEFAULT_REGION").orElse("us-east-1");
    return new S3Settings(
        parse(
            first(endpoint, environment, "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
                .orElse("https://s3." + chosenRegion + ".amazonaws.com")),
        chosenRegion,
        key(accessKey, environment, "--s3-access-key", "AWS_ACCESS_KEY_ID"),
        key(secretKey, environment, "--s3-secret-key", "AWS_SECRET_ACCESS_KEY"),
        first(Optional.empty(), environment, "AWS_SESSION_TOKEN"),
        uri.getAuthority(),
        prefix.isEmpty() ? Optional.empty() : Optional.of(new ObjectKey(prefix)));
  }

  private static String key(
      Optional<String> option, Map<String, String> environment, String name, String variable) {
    return first(option, environment, variable)
        .orElseThrow(
            () ->
                new SyncException(
                    SyncError.BAD_INPUT,
                    "S3 needs keys: set " + variable + " or give " + name + "."));
  }

  private static Optional<String> first(
      Optional<String> option, Map<String, String> environment, String... variables) {
    if (option.isPresent()) {
      return option;
    }
    for (String variable : variables) {
      String value = environment.getOrDefault(variable, "");
      if (!value.isBlank()) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
