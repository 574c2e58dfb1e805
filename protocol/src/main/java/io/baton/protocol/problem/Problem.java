package io.baton.protocol.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.List;
import java.util.Optional;

/**
 * A problem document (RFC 9457, {@code application/problem+json}).
 *
 * @param type {@code urn:baton:error:} and the code
 * @param title the kind of error
 * @param status the HTTP status, 400 to 599
 * @param detail one sentence: what is wrong, where, what to do
 * @param code which error it is; stable
 * @param fault who has to change something before the same request can succeed
 * @param retryable whether the same request may succeed later
 * @param errors one entry a field, item or file, where there are several
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    ErrorCode code,
    Fault fault,
    boolean retryable,
    List<FieldError> errors) {
  public static final String MEDIA_TYPE = "application/problem+json";

  public Problem {
    errors = Fields.listOrEmpty(errors);
  }

  public static Problem of(ErrorCode code, String detail, List<FieldError> errors) {
    return new Problem(
        "urn:baton:error:" + code.code(),
        code.code().replace('-', ' '),
        code.status(),
        detail,
        code,
        code.fault(),
        code.retryable(),
        errors);
  }

  public static Problem of(ErrorCode code, String detail) {
    return of(code, detail, List.of());
  }

  /**
   * What is wrong with one field or file.
   *
   * @param field the path of the field, or the name of the file
   * @param detail what is wrong with it, as the end of a sentence that begins with it
   * @param item which item of a batch, at least 0; absent where there is one only
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record FieldError(String field, String detail, Optional<Integer> item) {
    public FieldError {
      item = Fields.orDefault(item, Optional.empty());
    }

    public static FieldError of(String field, String detail) {
      return new FieldError(field, detail, Optional.empty());
    }

    /** Of one of several things in the request, counted from 0. */
    public static FieldError ofItem(int item, String field, String detail) {
      return new FieldError(field, detail, Optional.of(item));
    }
  }
}
