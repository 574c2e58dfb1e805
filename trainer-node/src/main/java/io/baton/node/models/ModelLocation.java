package io.baton.node.models;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a model's files are. */
public sealed interface ModelLocation {
  /**
   * A directory of this machine.
   *
   * @param path absolute
   */
  record Folder(Path path) implements ModelLocation {
    public Folder {
      path = path.toAbsolutePath().normalize();
    }

    @Override
    public String toString() {
      return "file:" + path;
    }
  }

  /**
   * A repository of the Hugging Face hub, or of a server in its layout.
   *
   * @param revision branch, tag or commit; empty: {@code main}
   */
  record Hub(String organisation, String name, Optional<String> revision) implements ModelLocation {
    public static final String MAIN = "main";

    public Hub {
      Objects.requireNonNull(revision, "revision");
    }

    public String repository() {
      return organisation + "/" + name;
    }

    @Override
    public String toString() {
      return "hf://" + repository() + revision.map(name -> "@" + name).orElse("");
    }
  }

  /**
   * All objects of a bucket below a prefix.
   *
   * @param prefix without slashes at its ends; empty: the whole bucket
   */
  record Bucket(String bucket, Optional<String> prefix) implements ModelLocation {
    public Bucket {
      Objects.requireNonNull(prefix, "prefix");
    }

    @Override
    public String toString() {
      return "s3://" + bucket + prefix.map(name -> "/" + name).orElse("");
    }
  }

  /**
   * Reads {@code file:/dir}, {@code hf://organisation/name[@revision]} or {@code
   * s3://bucket[/prefix]}.
   *
   * @return empty if it is none of these
   */
  static Optional<ModelLocation> parse(String text) {
    Matcher hub = Forms.HUB.matcher(text);
    if (hub.matches()) {
      return Optional.of(new Hub(hub.group(1), hub.group(2), Optional.ofNullable(hub.group(3))));
    }
    Matcher bucket = Forms.BUCKET.matcher(text);
    if (bucket.matches()) {
      return Optional.of(new Bucket(bucket.group(1), Optional.ofNullable(bucket.group(2))));
    }
    if (text.startsWith("file:/")) {
      return Optional.of(
          new Folder(Path.of(text.substring("file:".length()).replaceFirst("^/+", "/"))));
    }
    return Optional.empty();
  }

  /** How they are written; {@code BaseModel} of the contract allows the same. */
  final class Forms {
    private static final String WORD = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,95}";
    private static final Pattern HUB =
        Pattern.compile("hf://(" + WORD + ")/(" + WORD + ")(?:@(" + WORD + "(?:/" + WORD + ")*))?");
    private static final Pattern BUCKET =
        Pattern.compile(
            "s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(" + WORD + "(?:/" + WORD + ")*))?/?");

    private Forms() {}
  }
}
