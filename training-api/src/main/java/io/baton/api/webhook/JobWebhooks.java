package io.baton.api.webhook;

import io.baton.api.job.JobEntity;
import io.baton.api.persistence.NewIds;
import io.baton.protocol.webhook.SigningSecret;
import io.baton.protocol.webhook.WebhookTarget;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** The webhooks that jobs bring along: each hears of its one job only. */
@ApplicationScoped
public class JobWebhooks {
  private final SecretCipher cipher;

  JobWebhooks(SecretCipher cipher) {
    this.cipher = cipher;
  }

  /** Keeps the target of a job that is being made in this transaction. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void add(JobEntity job, Optional<WebhookTarget> target) {
    target.ifPresent(
        given -> {
          WebhookEntity webhook = new WebhookEntity();
          webhook.id = NewIds.withPrefix("webhook");
          webhook.owner = job.owner;
          webhook.jobId = job.id;
          webhook.setUrl(given.url());
          webhook.secret = cipher.stored(new SigningSecret(given.secret()));
          webhook.createdAt = job.createdAt;
          webhook.updatedAt = job.createdAt;
          webhook.persist();
        });
  }
}
