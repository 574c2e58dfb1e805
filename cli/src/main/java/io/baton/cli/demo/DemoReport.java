package io.baton.cli.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What {@code baton demo --json} prints.
 *
 * @param held whether every finding held
 * @param killed the job that lost nodes
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record DemoReport(
    boolean held,
    List<Finding> findings,
    JobRecord killed,
    List<Kill> kills,
    Optional<JobRecord> undisturbed,
    Optional<Lora> lora,
    List<ReceivedWebhook> webhooks,
    double seconds) {}
