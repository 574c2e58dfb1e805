package io.baton.protocol.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.field.Fields;
import io.baton.protocol.label.Labels;
import io.baton.protocol.webhook.WebhookTarget;
import java.util.Optional;

/**
 * What a user asks for.
 *
 * @param name shown to people, at most 200 characters; default: the instance prompt
 * @param datasetId a dataset that is ready
 * @param baseModel the model to fine-tune
 * @param training what to train
 * @param priority -1000 to 1000, larger first among jobs that wait for their first node; default 0
 * @param budgets how much it may go wrong, and use; default: the defaults of its fields
 * @param keepCheckpoints how many committed checkpoints storage keeps while the job lives, 2 to
 *     1000; default 3
 * @param webhook where to send the job's events; default: nowhere
 * @param labels to find the job by; default: none
 * @param requirements which nodes may take it; default: every node
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record JobSpec(
    String name,
    DatasetId datasetId,
    BaseModel baseModel,
    TrainingOptions training,
    Integer priority,
    Budgets budgets,
    Integer keepCheckpoints,
    Optional<WebhookTarget> webhook,
    Labels labels,
    NodeRequirements requirements) {

  public JobSpec {
    Fields.required("training", training);
    Fields.required("datasetId", datasetId);
    Fields.required("baseModel", baseModel);
    String prompt = training.instancePrompt();
    name = Fields.orDefault(name, prompt.substring(0, Math.min(200, prompt.length())));
    Fields.text("name", name, 200);
    priority = Fields.orDefault(priority, 0);
    Fields.inRange("priority", priority, JobPriority.MIN, JobPriority.MAX);
    budgets = Fields.orDefault(budgets, Budgets.DEFAULT);
    keepCheckpoints = Fields.orDefault(keepCheckpoints, 3);
    Fields.inRange("keepCheckpoints", keepCheckpoints, 2, 1000);
    webhook = Fields.orDefault(webhook, Optional.empty());
    labels = Fields.orDefault(labels, Labels.NONE);
    requirements = Fields.orDefault(requirements, NodeRequirements.NONE);
  }

  public JobSpec withTraining(TrainingOptions newTraining) {
    return new JobSpec(
        name,
        datasetId,
        baseModel,
        newTraining,
        priority,
        budgets,
        keepCheckpoints,
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
        newPriority,
        budgets,
        keepCheckpoints,
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
        priority,
        budgets,
        keepCheckpoints,
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
        priority,
        budgets,
        keepCheckpoints,
        Optional.empty(),
        labels,
        requirements);
  }
}
