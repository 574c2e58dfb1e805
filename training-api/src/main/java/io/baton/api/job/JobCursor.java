package io.baton.api.job;

import io.baton.protocol.field.InvalidFieldException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page of jobs ended. Its text means nothing to callers.
 *
 * @param createdAt of the last job, to the microsecond, as the database has it
 * @param sequence of the last job
 */
public record JobCursor(Instant createdAt, long sequence) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})/([0-9]{1,18})");

  /** Before every job. */
  static final JobCursor START =
      new JobCursor(Instant.parse("9999-12-31T23:59:59.999999Z"), Long.MAX_VALUE);

  static JobCursor after(JobEntity last) {
    return new JobCursor(last.createdAt, last.sequence);
  }

  public static JobCursor parse(String text) {
    try {
      byte[] decoded = Base64.getUrlDecoder().decode(text);
      Matcher parts = FORM.matcher(new String(decoded, StandardCharsets.US_ASCII));
      if (parts.matches()) {
        Instant createdAt = Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS);
        if (!createdAt.isAfter(START.createdAt)) {
          return new JobCursor(createdAt, Long.parseLong(parts.group(2)));
        }
      }
    } catch (IllegalArgumentException e) {
      throw notACursor();
    }
    throw notACursor();
  }

  private static InvalidFieldException notACursor() {
    return new InvalidFieldException("cursor", "must be the nextCursor of an earlier page");
  }

  public String text() {
    String plain = ChronoUnit.MICROS.between(Instant.EPOCH, createdAt) + "/" + sequence;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
  }
}
