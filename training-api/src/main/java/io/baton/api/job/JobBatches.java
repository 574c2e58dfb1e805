package io.baton.api.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.api.access.Caller;
import io.baton.api.problem.JsonProblems;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.SubmittedJobs;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Submits many jobs at once: all of them, or none. */
@ApplicationScoped
public class JobBatches {
  private static final InvalidFieldException NOT_AN_OBJECT =
      new InvalidFieldException("jobs", "must be a JSON object");

  private final Jobs jobs;
  private final DatasetChoice datasets;
  private final CommandPermission commands;
  private final ObjectMapper mapper;

  JobBatches(Jobs jobs, DatasetChoice datasets, CommandPermission commands, ObjectMapper mapper) {
    this.jobs = jobs;
    this.datasets = datasets;
    this.commands = commands;
    this.mapper = mapper;
  }

  /**
   * Submits jobs in this order.
   *
   * @throws ProblemException with an error for each item that is refused; none is submitted then
   */
  @Transactional
  public SubmittedJobs submit(Caller caller, List<JsonNode> items) {
    OwnerName owner = caller.owner();
    List<Item> read = items.stream().map(this::read).toList();
    DatasetChoice.Found found =
        datasets.look(owner, read.stream().flatMap(item -> item.spec().stream()).toList());
    List<Jobs.Checked> checked = new ArrayList<>();
    List<Problem.FieldError> errors = new ArrayList<>();
    for (int i = 0; i < read.size(); i++) {
      Item item = read.get(i);
      try {
        JobSpec spec = item.required();
        commands.require(caller, spec);
        checked.add(new Jobs.Checked(spec, found.totalSteps(spec)));
      } catch (InvalidFieldException e) {
        errors.add(Problem.FieldError.ofItem(i, e.field(), e.requirement()));
      }
    }
    if (!errors.isEmpty()) {
      throw refusal(errors, items.size());
    }
    return new SubmittedJobs(jobs.insert(owner, checked).stream().map(JobEntity::jobId).toList());
  }

  private Item read(JsonNode json) {
    try {
      return Optional.ofNullable(mapper.treeToValue(json, JobSpec.class))
          .map(Item::of)
          .orElseGet(() -> Item.refused(NOT_AN_OBJECT));
    } catch (JsonProcessingException e) {
      return Item.refused(
          JsonProblems.of(e).errors().stream()
              .findFirst()
              .map(error -> new InvalidFieldException(error.field(), error.detail()))
              .orElse(NOT_AN_OBJECT));
    }
  }

  private static ProblemException refusal(List<Problem.FieldError> errors, int jobs) {
    Problem.FieldError first = errors.get(0);
    return new ProblemException(
        ErrorCode.INVALID_FIELD,
        "%d of the %d jobs cannot be submitted, so none was; the first is item %d: '%s' %s."
            .formatted(
                errors.size(), jobs, first.item().orElseThrow(), first.field(), first.detail()),
        errors);
  }

  /** A job that can be read, or what is wrong with it. */
  private record Item(Optional<JobSpec> spec, Optional<InvalidFieldException> refusal) {
    static Item of(JobSpec spec) {
      return new Item(Optional.of(spec), Optional.empty());
    }

    static Item refused(InvalidFieldException refusal) {
      return new Item(Optional.empty(), Optional.of(refusal));
    }

    JobSpec required() {
      if (refusal.isPresent()) {
        throw refusal.get();
      }
      return spec.orElseThrow();
    }
  }
}
