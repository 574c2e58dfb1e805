package io.baton.protocol.job.sample;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * Images that another job draws, or was to draw. That job may be retried as long as the LoRA is
 * kept for it.
 *
 * @param step optimizer steps done, at least 1
 * @param sampler the job that draws them
 * @param status of that job; never completed
 * @param drawn images that its newest attempt has drawn, at least 0
 * @param images how many it is to draw, 1 to 50
 * @param reason why they are not drawn, one sentence; absent while nothing stands in the way
 * @param retryUntil until when that job may be retried; absent: it has not ended
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record UndrawnSamples(
    int step,
    JobId sampler,
    JobStatus status,
    int drawn,
    int images,
    Optional<String> reason,
    Optional<Instant> retryUntil) {
  public UndrawnSamples {
    reason = Fields.orEmpty(reason);
    retryUntil = Fields.orEmpty(retryUntil);
  }
}
