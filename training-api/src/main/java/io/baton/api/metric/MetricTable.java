package io.baton.api.metric;

import io.baton.protocol.metric.MetricSeries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.jpa.HibernateHints;

/** The tables {@code metric_series} and {@code metric_point}. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class MetricTable {
  private static final int FETCH_SIZE = 5000;

  private static final String ADD_SERIES =
      """
      insert into metric_series (job_id, name, attempt)
      select :job, name, :attempt from unnest(cast(:names as text[])) as name
      where not exists (
        select from metric_series known where known.job_id = :job and known.name = name.name)
      """;
  private static final String WRITE =
      """
      insert into metric_point (series_id, step, value)
      select series.id, point.step, point.value
      from unnest(cast(:names as text[]), cast(:steps as integer[]), cast(:values as double precision[]))
        as point (name, step, value)
      join metric_series series on series.job_id = :job and series.name = point.name
      on conflict (series_id, step) do update set value = excluded.value
      """;
  private static final String BEGIN =
      """
      with former as (
        update metric_series set attempt = :attempt where job_id = :job and attempt < :attempt
        returning id
      )
      delete from metric_point using former
      where metric_point.series_id = former.id and metric_point.step >= :step
      """;
  private static final String FURTHEST =
      """
      select coalesce(max((
        select max(step) from metric_point point where point.series_id = series.id)), 0)
      from metric_series series where series.job_id = :job and series.attempt = :attempt
      """;
  private static final String POINTS =
      "select step, value from metric_point where series_id = :series and step > :since order by step";

  private final EntityManager entities;

  MetricTable(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * A series of a job.
   *
   * @param id in the database
   * @param attempt the newest that has measured something
   */
  record Series(long id, String name, int attempt) {}

  /**
   * A job's series by name.
   *
   * @param names empty: all
   */
  List<Series> series(String jobId, Set<String> names) {
    @SuppressWarnings("unchecked")
    List<Tuple> rows =
        entities
            .createNativeQuery(
                "select id, name, attempt from metric_series where job_id = :job order by name",
                Tuple.class)
            .setParameter("job", jobId)
            .getResultList();
    return rows.stream()
        .map(
            row ->
                new Series(
                    row.get(0, Long.class), row.get(1, String.class), row.get(2, Integer.class)))
        .filter(series -> names.isEmpty() || names.contains(series.name()))
        .toList();
  }

  /** Where an attempt measures for the first time, points of former ones from that step on go. */
  void begin(String jobId, int attempt, int step) {
    entities
        .createNativeQuery(BEGIN)
        .setParameter("job", jobId)
        .setParameter("attempt", attempt)
        .setParameter("step", step)
        .executeUpdate();
  }

  /** The furthest step of which an attempt sent a measurement; 0 without one. */
  public int furthestStep(String jobId, int attempt) {
    return ((Number)
            entities
                .createNativeQuery(FURTHEST)
                .setParameter("job", jobId)
                .setParameter("attempt", attempt)
                .getSingleResult())
        .intValue();
  }

  /** Adds those that are not known yet. */
  void addSeries(String jobId, int attempt, List<String> names) {
    entities
        .createNativeQuery(ADD_SERIES)
        .setParameter("job", jobId)
        .setParameter("attempt", attempt)
        .setParameter("names", names.toArray(String[]::new))
        .executeUpdate();
  }

  /** Writes all points in one statement. */
  void write(String jobId, List<MetricSeries> series) {
    entities
        .createNativeQuery(WRITE)
        .setParameter("job", jobId)
        .setParameter(
            "names",
            series.stream()
                .flatMap(each -> each.steps().stream().map(step -> each.name()))
                .toArray(String[]::new))
        .setParameter(
            "steps", series.stream().flatMap(each -> each.steps().stream()).toArray(Integer[]::new))
        .setParameter(
            "values",
            series.stream().flatMap(each -> each.values().stream()).toArray(Double[]::new))
        .executeUpdate();
  }

  /** The points of a series after a step. */
  Points points(Series series, int since) {
    Points points = new Points();
    try (Stream<?> rows =
        entities
            .createNativeQuery(POINTS, Tuple.class)
            .setParameter("series", series.id())
            .setParameter("since", since)
            .setHint(HibernateHints.HINT_FETCH_SIZE, FETCH_SIZE)
            .getResultStream()) {
      rows.forEach(
          row ->
              points.add(((Tuple) row).get(0, Integer.class), ((Tuple) row).get(1, Double.class)));
    }
    return points;
  }
}
