package io.baton.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Says what is wrong with a JSON body, and where. */
public final class JsonProblems {
  private JsonProblems() {}

  public static Problem of(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return unknownField(unknown);
    }
    InvalidFieldException refused = refusal(e);
    if (refused != null) {
      return refusedValue((e instanceof JsonMappingException mapping) ? mapping : null, refused);
    }
    if (e instanceof MismatchedInputException mismatch && !mismatch.getPath().isEmpty()) {
      return field(path(mismatch), requirement(mismatch));
    }
    if (e instanceof MismatchedInputException) {
      return Problem.of(ErrorCode.MALFORMED_REQUEST, "The body must be a JSON object.");
    }
    if (e instanceof JsonMappingException mapping) {
      return unreadableValue(mapping);
    }
    String where = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
    return Problem.of(
        ErrorCode.MALFORMED_REQUEST,
        "The body is not valid JSON" + where + ": " + firstLine(e.getOriginalMessage()) + ".");
  }

  private static Problem unknownField(UnrecognizedPropertyException e) {
    String known =
        e.getKnownPropertyIds() == null
            ? ""
            : "; it may be one of "
                + e.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
    return Problem.of(
        ErrorCode.UNKNOWN_FIELD,
        "'" + path(e) + "' is not a field of the contract" + known + ".",
        List.of(Problem.FieldError.of(path(e), "is unknown")));
  }

  /** Neither what Jackson says of such a value nor its classes are for callers. */
  private static Problem unreadableValue(JsonMappingException e) {
    if (e.getCause() instanceof NullPointerException) {
      return Problem.of(ErrorCode.INVALID_FIELD, "A list in the body must not hold null.");
    }
    return e.getPath().isEmpty()
        ? Problem.of(ErrorCode.MALFORMED_REQUEST, "The body cannot be read.")
        : field(path(e), "is out of range or cannot be read");
  }

  private static InvalidFieldException refusal(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidFieldException refused) {
        return refused;
      }
    }
    return null;
  }

  private static Problem refusedValue(JsonMappingException e, InvalidFieldException refused) {
    String within = e == null ? "" : path(e);
    String name = refused.field();
    boolean nameIsLast = within.equals(name) || within.endsWith("." + name);
    String full = within.isEmpty() || nameIsLast || isValueType(e) ? within : within + "." + name;
    return field(full.isEmpty() ? name : full, refused.requirement());
  }

  /** The path of a value type ends in its field already; its own name for itself adds nothing. */
  private static boolean isValueType(JsonMappingException e) {
    return e instanceof com.fasterxml.jackson.databind.exc.ValueInstantiationException value
        && value.getType() != null
        && value.getType().getRawClass().isRecord()
        && value.getType().getRawClass().getRecordComponents().length == 1
        && !List.class.isAssignableFrom(
            value.getType().getRawClass().getRecordComponents()[0].getType());
  }

  private static Problem field(String path, String requirement) {
    return Problem.of(
        ErrorCode.INVALID_FIELD,
        "'" + path + "' " + requirement + ".",
        List.of(Problem.FieldError.of(path, requirement)));
  }

  private static String requirement(MismatchedInputException e) {
    Class<?> target = e.getTargetType();
    if (target != null && target.isPrimitive() && e.getOriginalMessage().contains("`null`")) {
      return "is missing";
    }
    if (target != null && target.isEnum() && e instanceof InvalidFormatException wrong) {
      String names =
          Arrays.stream(target.getEnumConstants())
              .map(constant -> ((Enum<?>) constant).name().toLowerCase(java.util.Locale.ROOT))
              .collect(Collectors.joining(", "));
      return "must be one of " + names + ", not '" + wrong.getValue() + "'";
    }
    String kind = target == null ? "of the right kind" : kind(target);
    return "must be " + kind;
  }

  private static String kind(Class<?> type) {
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return "a whole number within its bounds";
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "text";
    }
    if (type == URI.class) {
      return "an address such as https://example.org/path";
    }
    if (type == Instant.class) {
      return "a time such as 2026-01-31T12:00:00Z";
    }
    if (Iterable.class.isAssignableFrom(type)) {
      return "a list";
    }
    return type.isRecord() && type.getRecordComponents().length == 1 ? "text" : "a JSON object";
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference part : e.getPath()) {
      if (part.getFieldName() == null) {
        path.append('[').append(part.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(part.getFieldName());
      }
    }
    return path.toString();
  }

  private static String firstLine(String text) {
    return text == null ? "it cannot be read" : text.lines().findFirst().orElse("");
  }
}
