package io.baton.node.notice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.baton.node.notice.Metadata.Answer;
import io.baton.protocol.client.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Amazon EC2's Spot interruption notice, and its rebalance recommendation where that is wanted, by
 * the second version of the instance metadata service (Amazon EC2 User Guide, "Spot Instance
 * interruption notices" and "EC2 instance rebalance recommendations").
 */
public final class AwsNotice implements InterruptionNotice {
  /** As often as Amazon recommends. */
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private static final String TOKEN = "/latest/api/token";
  private static final String ACTION = "/latest/meta-data/spot/instance-action";
  private static final String REBALANCE = "/latest/meta-data/events/recommendations/rebalance";
  private static final Set<String> ACTIONS = Set.of("terminate", "stop", "hibernate");

  private final Metadata metadata;
  private final boolean rebalance;
  private final InstantSource time;
  private Optional<String> token = Optional.empty();

  /**
   * A notice by that service.
   *
   * @param rebalance whether a machine that is merely at risk drains as well
   */
  public AwsNotice(Metadata metadata, boolean rebalance, InstantSource time) {
    this.metadata = metadata;
    this.rebalance = rebalance;
    this.time = time;
  }

  @Override
  public String origin() {
    return "the metadata service of Amazon EC2";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public Optional<Notice> look() throws IOException, InterruptedException {
    Optional<JsonNode> interruption = item(ACTION);
    if (interruption.isPresent()) {
      return Optional.of(interruption(interruption.get()));
    }
    return rebalance && item(REBALANCE).isPresent()
        ? Optional.of(new Notice("Amazon EC2 recommends to leave this machine.", Optional.empty()))
        : Optional.empty();
  }

  private Notice interruption(JsonNode item) throws IOException {
    String action = item.path("action").asText();
    if (!ACTIONS.contains(action)) {
      throw new IOException("it tells of an action '" + action + "'");
    }
    return new Notice(
        "Amazon EC2 is about to " + action + " this machine.", left(item.path("time").asText()));
  }

  private Optional<Duration> left(String at) {
    try {
      return Optional.of(Duration.between(time.instant(), Instant.parse(at)));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  /** Empty where the service has no such item, which is how it says that nothing is to come. */
  private Optional<JsonNode> item(String path) throws IOException, InterruptedException {
    Answer answer = get(path);
    if (answer.status() == 401) {
      // The token has run out.
      token = Optional.empty();
      answer = get(path);
    }
    if (answer.status() == 404) {
      return Optional.empty();
    }
    try {
      JsonNode item = Json.mapper().readTree(answer.body());
      if (answer.status() == 200 && item.isObject()) {
        return Optional.of(item);
      }
    } catch (JsonProcessingException notJson) {
      throw answer.unexpected();
    }
    throw answer.unexpected();
  }

  private Answer get(String path) throws IOException, InterruptedException {
    if (token.isEmpty()) {
      Answer answer = metadata.put(TOKEN, Map.of("X-aws-ec2-metadata-token-ttl-seconds", "21600"));
      if (answer.status() != 200 || !answer.body().matches("[!-~]{1,1024}")) {
        throw answer.unexpected();
      }
      token = Optional.of(answer.body());
    }
    return metadata.get(path, Map.of("X-aws-ec2-metadata-token", token.get()));
  }
}
