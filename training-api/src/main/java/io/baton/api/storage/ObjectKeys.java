package io.baton.api.storage;

import io.baton.protocol.dataset.DatasetArchive;
import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where things lie in the bucket. */
public final class ObjectKeys {
  private static final Pattern OF_ATTEMPT = Pattern.compile("jobs/[^/]+/attempts/([0-9]{1,9})/");

  private ObjectKeys() {}

  /** Everything of a dataset; ends in a slash. */
  public static String datasetPrefix(DatasetId dataset) {
    return "datasets/" + dataset + "/";
  }

  /** Files lie under their digest: two files with the same content are one object. */
  public static String ofDatasetFile(DatasetId dataset, DatasetFile file) {
    return datasetPrefix(dataset) + file.sha256();
  }

  /** Where a zip lies until it is unpacked. */
  public static String ofDatasetArchive(DatasetId dataset, DatasetArchive archive) {
    return datasetPrefix(dataset) + "archive-" + archive.sha256();
  }

  /** Everything that nodes may read for a job; ends in a slash. */
  public static String jobPrefix(JobId job) {
    return "jobs/" + job + "/";
  }

  /** Everything that an attempt may write; ends in a slash. */
  public static String attemptPrefix(JobId job, Attempt attempt) {
    return jobPrefix(job) + "attempts/" + attempt + "/";
  }

  /** Whether a key lies below the prefix of a later attempt than this. */
  public static boolean isOfAttemptAfter(int attempt, String key) {
    Matcher parts = OF_ATTEMPT.matcher(key);
    return parts.lookingAt() && Integer.parseInt(parts.group(1)) > attempt;
  }

  /**
   * Checks that a key lies below a prefix and stays there however a server reads it.
   *
   * @throws InvalidFieldException naming the field
   */
  public static String below(String prefix, String field, String key) {
    requirePlain(field, key);
    if (!key.startsWith(prefix) || key.length() == prefix.length()) {
      throw new InvalidFieldException(field, "must lie below '" + prefix + "', not '" + key + "'");
    }
    return key;
  }

  /** Whether a key stays where it seems to lie, however a server reads it. */
  public static boolean isPlain(String key) {
    try {
      requirePlain("key", key);
      return true;
    } catch (InvalidFieldException notPlain) {
      return false;
    }
  }

  private static void requirePlain(String field, String key) {
    if (key.indexOf('\\') >= 0 || key.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidFieldException(
          field, "must have neither backslashes nor control characters");
    }
    for (String part : List.of(key.split("/", -1))) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw new InvalidFieldException(
            field, "must not have empty parts, '.' or '..', not '" + key + "'");
      }
    }
  }
}
