package io.baton.protocol.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.label.Labels;
import io.baton.protocol.webhook.WebhookTarget;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a user asks for.
 *
 * @param name shown to people, at most 200 characters; default: the instance prompt, or the command
 * @param datasetId a dataset that is ready
 * @param baseModel the model to fine-tune: a name that nodes know, or an address such as {@code
 *     hf://organisation/name} where their operators allow it
 * @param training what to train; absent: the job runs a command
 * @param command what to run in place of Baton's trainer; absent: the job trains
 * @param priority -1000 to 1000, larger first among jobs that wait for their first node; default 0
 * @param budgets how much it may go wrong, and use; default: the defaults of its fields
 * @param keepCheckpoints how many committed checkpoints storage keeps until the job completes, also
 *     after it failed or was canceled, 2 to 1000; default 3
 * @param keepCheckpointsAfterCompletion how many of them it keeps once the job has completed, 1 to
 *     1000; default 1
 * @param webhook where to send the job's events; default: nowhere
 * @param labels to find the job by; default: none
 * @param requirements which nodes may take it; a command needs nodes that allow it, whether or not
 *     that is said here; default: every node
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record JobSpec(
    String name,
    DatasetId datasetId,
    BaseModel baseModel,
    Optional<TrainingOptions> training,
    Optional<CommandOptions> command,
    Integer priority,
    Budgets budgets,
    Integer keepCheckpoints,
    Integer keepCheckpointsAfterCompletion,
    Optional<WebhookTarget> webhook,
    Labels labels,
    NodeRequirements requirements) {
  private static final int MAX_NAME_LENGTH = 200;

  public JobSpec {
    training = Fields.orEmpty(training);
    command = Fields.orEmpty(command);
    if (training.isEmpty() && command.isEmpty()) {
      throw new InvalidFieldException("training", "is missing: give it, or command");
    }
    if (training.isPresent()) {
      Fields.absent("command", command, "cannot stand beside training: give one of them");
    }
    Fields.required("datasetId", datasetId);
    Fields.required("baseModel", baseModel);
    name = Fields.orDefault(name, shortened(workload(training, command).title()));
    Fields.text("name", name, MAX_NAME_LENGTH);
    priority = Fields.orDefault(priority, 0);
    Fields.inRange("priority", priority, JobPriority.MIN, JobPriority.MAX);
    budgets = Fields.orDefault(budgets, Budgets.DEFAULT);
    keepCheckpoints = Fields.orDefault(keepCheckpoints, 3);
    Fields.inRange("keepCheckpoints", keepCheckpoints, 2, 1000);
    keepCheckpointsAfterCompletion = Fields.orDefault(keepCheckpointsAfterCompletion, 1);
    Fields.inRange("keepCheckpointsAfterCompletion", keepCheckpointsAfterCompletion, 1, 1000);
    webhook = Fields.orDefault(webhook, Optional.empty());
    labels = Fields.orDefault(labels, Labels.NONE);
    requirements = Fields.orDefault(requirements, NodeRequirements.NONE);
    if (command.isPresent()) {
      requirements = requirements.with(NodeRequirements.COMMANDS_ALLOWED);
    }
  }

  private static String shortened(String title) {
    return title.substring(0, Math.min(MAX_NAME_LENGTH, title.length()));
  }

  private static Workload workload(
      Optional<TrainingOptions> training, Optional<CommandOptions> command) {
    return training.<Workload>map(Function.identity()).orElseGet(command::orElseThrow);
  }

  /** What it runs, one of the two. */
  public Workload workload() {
    return workload(training, command);
  }

  public JobSpec withWorkload(Workload workload) {
    return new JobSpec(
        name,
        datasetId,
        baseModel,
        workload.either(Optional::of, none -> Optional.empty()),
        workload.either(none -> Optional.empty(), Optional::of),
        priority,
        budgets,
        keepCheckpoints,
        keepCheckpointsAfterCompletion,
        webhook,
        labels,
        requirements);
  }

  public JobSpec withPriority(int newPriority) {
    return new JobSpec(
        name,
        datasetId,
        baseModel,
        training,
        command,
        newPriority,
        budgets,
        keepCheckpoints,
        keepCheckpointsAfterCompletion,
        webhook,
        labels,
        requirements);
  }

  public JobSpec withLabels(Labels newLabels) {
    return new JobSpec(
        name,
        datasetId,
        baseModel,
        training,
        command,
        priority,
        budgets,
        keepCheckpoints,
        keepCheckpointsAfterCompletion,
        webhook,
        newLabels,
        requirements);
  }

  /** The same without what only the owner and the sender of webhooks may see. */
  public JobSpec withoutWebhook() {
    return new JobSpec(
        name,
        datasetId,
        baseModel,
        training,
        command,
        priority,
        budgets,
        keepCheckpoints,
        keepCheckpointsAfterCompletion,
        Optional.empty(),
        labels,
        requirements);
  }
}
