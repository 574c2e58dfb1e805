package io.baton.cli.doctor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * One thing that was looked at.
 *
 * @param seen what is there
 * @param remedy how to get what is missing
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Finding(Verdict verdict, String subject, String seen, Optional<String> remedy) {
  /** How bad it is. */
  public enum Verdict {
    @JsonProperty("fine")
    FINE,
    /** Something works less well, or is needed for one purpose only. */
    @JsonProperty("advice")
    ADVICE,
    /** Baton cannot run without it. */
    @JsonProperty("missing")
    MISSING
  }

  static Finding fine(String subject, String seen) {
    return new Finding(Verdict.FINE, subject, seen, Optional.empty());
  }

  static Finding advice(String subject, String seen, String remedy) {
    return new Finding(Verdict.ADVICE, subject, seen, Optional.of(remedy));
  }

  static Finding missing(String subject, String seen, String remedy) {
    return new Finding(Verdict.MISSING, subject, seen, Optional.of(remedy));
  }

  /** Fine, or missing with that remedy. */
  static Finding needed(boolean there, String subject, String seen, String remedy) {
    return there ? fine(subject, seen) : missing(subject, seen, remedy);
  }
}
