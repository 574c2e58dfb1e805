package io.baton.api.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.therapi.runtimejavadoc.CommentFormatter;
import com.github.therapi.runtimejavadoc.FieldJavadoc;
import com.github.therapi.runtimejavadoc.RuntimeJavadoc;
import io.baton.api.platform.CommittedFile;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Fault;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page about errors is made from the enum. */
class ErrorsPageTest {
  private static final String HEAD =
      """
      # Errors

      This page is made from the code. Every error is a problem document (RFC 9457, `application/problem+json`), also where the
      address, the method or the media type is wrong. (But for an address with a broken percent escape, which the HTTP layer
      below ends with a bare 400.)

      ```json
      {"type": "urn:baton:error:invalid-field", "title": "invalid field", "status": 422,
       "detail": "'training.maxTrainSteps' must be from 1 to 1000000, not 0.", "code": "invalid-field",
       "fault": "caller", "retryable": false,
       "errors": [{"field": "training.maxTrainSteps", "detail": "must be from 1 to 1000000, not 0"}]}
      ```

      `code` is stable: programs go by it. `detail` is one sentence for people: what is wrong, where, what to do. `errors` has an entry
      for each field or file, with `item` where a request has many things. `fault` says who has to change something, and `retryable`
      whether the same request may succeed later as it is.

      | code | HTTP status | whose fault | retry | what it means |
      | --- | --- | --- | --- | --- |
      """;

  @Test
  void page_tells_every_error() {
    String rows =
        Arrays.stream(ErrorCode.values()).map(ErrorsPageTest::row).collect(Collectors.joining());

    CommittedFile.of("docs/errors.md").requireEqual(HEAD + rows);
  }

  @Test
  void errors_of_the_service_may_be_retried_and_have_a_status_of_their_kind() {
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(code.status() / 100)
          .as(code.code())
          .isEqualTo(code.fault() == Fault.SERVICE ? 5 : 4);
      if (code.fault() == Fault.SERVICE) {
        assertThat(code.retryable()).as(code.code()).isTrue();
      }
    }
  }

  private static String row(ErrorCode code) {
    return "| `%s` | %d | %s | %s | %s |%n"
        .formatted(
            code.code(),
            code.status(),
            code.fault() == Fault.CALLER ? "caller" : "service",
            code.retryable() ? "yes" : "no",
            meaning(code));
  }

  private static String meaning(ErrorCode code) {
    Map<String, FieldJavadoc> constants =
        RuntimeJavadoc.getJavadoc(ErrorCode.class).getEnumConstants().stream()
            .collect(Collectors.toMap(FieldJavadoc::getName, constant -> constant));
    return new CommentFormatter()
        .format(constants.get(code.name()).getComment())
        .replaceAll("\\s+", " ");
  }
}
