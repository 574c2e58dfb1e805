package io.baton.api.log;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** Lines that came together. */
@Entity
@Table(name = "log_part")
@IdClass(LogPartEntity.Key.class)
public class LogPartEntity extends PanacheEntityBase {
  @Id
  @Column(name = "job_id")
  public String jobId;

  @Id public int attempt;

  @Id
  @Column(name = "first_line")
  public long firstLine;

  public int lines;

  /** Without the last line break. */
  public String text;

  /** Bytes that the attempt has printed up to the end of this part, in UTF-8. */
  @Column(name = "ends_at")
  public long endsAt;

  /** The number of the line that follows. */
  long nextLine() {
    return firstLine + lines;
  }

  static Optional<LogPartEntity> newest(String jobId, int attempt) {
    return find("jobId = ?1 and attempt = ?2 order by firstLine desc", jobId, attempt)
        .firstResultOptional();
  }

  /** Newest first. */
  static List<LogPartEntity> newestFirst(String jobId, int attempt) {
    return list("jobId = ?1 and attempt = ?2 order by firstLine desc", jobId, attempt);
  }

  /** Deletes those that end so early. */
  static void deleteUpTo(String jobId, int attempt, long bytes) {
    delete("jobId = ?1 and attempt = ?2 and endsAt <= ?3", jobId, attempt, bytes);
  }

  /** The newest attempt that has printed something. */
  static Optional<Integer> newestAttempt(String jobId) {
    return LogPartEntity.<LogPartEntity>find("jobId = ?1 order by attempt desc", jobId)
        .firstResultOptional()
        .map(part -> part.attempt);
  }

  /** The key in the database. */
  public record Key(String jobId, int attempt, long firstLine) implements Serializable {}
}
