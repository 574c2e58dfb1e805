package io.baton.node.models;

import io.baton.node.failure.AttemptFailedException;
import io.baton.protocol.work.FailureClass;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a hub's refusals mean, by status and its headers {@code X-Error-Code} and {@code -Message}.
 */
final class HubAnswers {
  /** {@code "api";r=0;t=55}: 55 s until there may be requests again. */
  private static final Pattern RATE_LIMIT = Pattern.compile(";\\s*t\\s*=\\s*([0-9]{1,6})");

  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final int MAX_TOLD = 200;

  private HubAnswers() {}

  /**
   * Returns why the hub will not give a file.
   *
   * @throws SourceTroubleException if it may later
   */
  static AttemptFailedException refusal(
      ModelLocation.Hub location, HubSettings settings, HttpResponse<?> answer)
      throws SourceTroubleException {
    int status = answer.statusCode();
    return switch (status) {
      case 401 ->
          misconfigured(
              settings.token().isPresent()
                  ? "The hub does not accept the node's token for "
                      + location
                      + said(answer)
                      + "; see --hub-token-file."
                  : "The hub does not give "
                      + location
                      + " to nodes without a token: it is private or gated, or does not exist; see"
                      + " --hub-token-file.");
      case 403 ->
          misconfigured(
              "The hub refuses "
                  + location
                  + said(answer)
                  + "; the owner of the node's token may have to accept its licence there.");
      case 404, 410 ->
          new AttemptFailedException(FailureClass.BAD_INPUT, missing(location, answer));
      case 429 ->
          throw new SourceTroubleException(
              "the hub answers that the node asks too often (HTTP 429)", wait(answer));
      case 408, 425, 500, 502, 503, 504 ->
          throw new SourceTroubleException("the hub answers HTTP " + status, wait(answer));
      default ->
          status >= 500
              ? throwTrouble("the hub answers HTTP " + status)
              : misconfigured(
                  "The hub does not give " + location + ": HTTP " + status + said(answer) + ".");
    };
  }

  private static AttemptFailedException throwTrouble(String sentence)
      throws SourceTroubleException {
    throw new SourceTroubleException(sentence);
  }

  private static String missing(ModelLocation.Hub location, HttpResponse<?> answer) {
    return switch (answer.headers().firstValue("X-Error-Code").orElse("")) {
      case "RevisionNotFound" ->
          "The hub's "
              + location.repository()
              + " has no revision '"
              + location.revision().orElse(ModelLocation.Hub.MAIN)
              + "'.";
      case "EntryNotFound" -> "A file that the hub listed for " + location + " is gone.";
      default -> "The hub has no model " + location.repository() + said(answer) + ".";
    };
  }

  private static AttemptFailedException misconfigured(String sentence) {
    return new AttemptFailedException(FailureClass.NODE_MISCONFIGURED, sentence);
  }

  private static String said(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("X-Error-Message")
        .map(text -> text.replaceAll("\\p{Cntrl}", " ").strip().replaceFirst("\\.$", ""))
        .filter(text -> !text.isEmpty())
        .map(text -> " (" + (text.length() > MAX_TOLD ? text.substring(0, MAX_TOLD) : text) + ")")
        .orElse("");
  }

  private static Optional<Duration> wait(HttpResponse<?> answer) {
    Optional<Duration> limited =
        answer
            .headers()
            .firstValue("RateLimit")
            .map(RATE_LIMIT::matcher)
            .filter(Matcher::find)
            .map(found -> Duration.ofSeconds(Long.parseLong(found.group(1)) + 1));
    return limited
        .or(
            () ->
                answer
                    .headers()
                    .firstValue("Retry-After")
                    .filter(text -> text.matches("[0-9]{1,6}"))
                    .map(text -> Duration.ofSeconds(Long.parseLong(text))))
        .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
  }
}
