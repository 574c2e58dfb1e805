package io.baton.api.pool.policy;

import io.baton.api.problem.ProblemException;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.pool.StoredPoolPolicy;
import io.baton.protocol.problem.ErrorCode;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version that a change was made for: what a header {@code If-Match} says.
 *
 * @param version empty: whichever
 */
record ExpectedVersion(OptionalLong version) {
  static final String HEADER = "If-Match";

  private static final Pattern FORM = Pattern.compile("\"([0-9]{1,18})\"");

  static ExpectedVersion parse(String header) {
    if (header == null) {
      return new ExpectedVersion(OptionalLong.empty());
    }
    Matcher form = FORM.matcher(header.strip());
    if (!form.matches()) {
      throw new InvalidFieldException(
          HEADER, "must be the version of a policy in quotes, such as \"3\", not " + header);
    }
    return new ExpectedVersion(OptionalLong.of(Long.parseLong(form.group(1))));
  }

  /** What a header {@code ETag} says of a policy. */
  static String tag(StoredPoolPolicy policy) {
    return Long.toString(policy.version());
  }

  /**
   * Compares.
   *
   * @param by who made that version
   */
  void require(long present, Optional<String> by) {
    if (version.isPresent() && version.getAsLong() != present) {
      throw new ProblemException(
          ErrorCode.PRECONDITION_FAILED,
          "The policy is at version "
              + present
              + by.map(name -> " (by " + name + ")").orElse("")
              + ", not "
              + version.getAsLong()
              + ": read it again and change that.");
    }
  }
}
