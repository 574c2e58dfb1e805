package io.baton.api.dashboard.pool;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.api.dashboard.text.Figures;
import io.baton.protocol.pool.PolicyChange;
import io.baton.protocol.pool.StoredPoolPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A policy in a form, the effect of what was typed, and what was changed before.
 *
 * @param stored what counts now
 * @param version what the form was made for
 * @param form what was typed, or what counts
 * @param base what the form began with, for a comparison with what others change meanwhile
 * @param errors what is wrong with fields, by path
 * @param problem what is wrong with the whole
 * @param rows of schedules
 * @param hours how far back a simulation begins
 */
public record PolicyView(
    StoredPoolPolicy stored,
    long version,
    PolicyForm form,
    String base,
    Map<String, String> errors,
    Optional<String> problem,
    Optional<String> notice,
    int rows,
    int hours,
    Optional<PolicyConflict> conflict,
    Optional<PolicyEffect> effect,
    List<Changed> changes,
    Optional<String> olderChanges) {
  public String path() {
    return "/ui/pools/" + stored.pool() + "/policy";
  }

  /** A change with its lines. */
  public record Changed(PolicyChange change) {
    public List<String> lines() {
      return change.fields().stream().map(PolicyView::change).toList();
    }
  }

  /** A field of the form with what is in it. */
  public record Input(
      String path,
      String id,
      String label,
      String kind,
      String help,
      String value,
      String reading,
      Optional<String> error) {
    public boolean isSwitch() {
      return kind.equals("switch");
    }

    public boolean isText() {
      return kind.equals("lines") || kind.equals("labels");
    }

    public boolean isNumeric() {
      return kind.equals("whole") || kind.equals("number");
    }

    public boolean on() {
      return !value.isEmpty();
    }
  }

  /** Inputs below a title. */
  public record Inputs(String title, List<Input> fields) {}

  /** A schedule's inputs. */
  public record Schedule(int number, List<Input> fields) {
    public int place() {
      return number + 1;
    }
  }

  public List<Inputs> groups() {
    return PolicyFields.GROUPS.stream()
        .map(
            group ->
                new Inputs(
                    group.title(),
                    group.fields().stream().map(field -> input(field, field.path())).toList()))
        .toList();
  }

  public List<Schedule> schedules() {
    return IntStream.range(0, rows)
        .mapToObj(
            row ->
                new Schedule(
                    row,
                    PolicyFields.OF_SCHEDULE.stream()
                        .map(field -> input(field, PolicyForm.schedule(row, field)))
                        .toList()))
        .toList();
  }

  public String schedulesHelp() {
    return PolicyFields.schedulesHelp();
  }

  public Optional<String> schedulesError() {
    return Optional.ofNullable(errors.get(PolicyFields.SCHEDULES));
  }

  private Input input(PolicyFields.Field field, String path) {
    String value = form.value(path);
    return new Input(
        path,
        "policy-" + path.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("-$", ""),
        field.label(),
        field.kind().name().toLowerCase(Locale.ROOT),
        field.help(),
        value,
        reading(path, value),
        Optional.ofNullable(errors.get(path)));
  }

  /** What a number means where it is large. */
  private static String reading(String path, String value) {
    if (!value.matches("[0-9]{2,15}")) {
      return "";
    }
    long number = Long.parseLong(value);
    if (path.endsWith("Seconds") && number >= 60) {
      return Figures.duration(Duration.ofSeconds(number));
    }
    return path.endsWith("Bytes") ? Figures.bytes(number) : "";
  }

  /** Errors of fields that the form has no place for. */
  public List<String> otherErrors() {
    return errors.entrySet().stream()
        .filter(
            error ->
                !error.getKey().equals(PolicyFields.SCHEDULES)
                    && PolicyFields.FLAT.stream()
                        .noneMatch(field -> field.path().equals(error.getKey()))
                    && !error.getKey().startsWith("schedules["))
        .map(error -> error.getKey() + " " + error.getValue() + ".")
        .toList();
  }

  public boolean isNew() {
    return !stored.isSet();
  }

  public List<Integer> windows() {
    return List.of(1, 6, 24, 72, 168);
  }

  public boolean during(Integer window) {
    return window == hours;
  }

  /** What one field was and became, in a line. */
  public static String change(PolicyChange.FieldChange change) {
    return change.field() + ": " + value(change.from()) + " → " + value(change.to());
  }

  private static String value(JsonNode value) {
    if (value == null || value.isNull()) {
      return "none";
    }
    return value.isTextual() ? value.asText() : value.toString();
  }
}
