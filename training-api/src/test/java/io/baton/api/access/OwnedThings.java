package io.baton.api.access;

import static io.baton.api.platform.TestApi.call;
import static io.baton.api.platform.TestApi.commit;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;

import io.baton.api.platform.TestKeys;
import io.baton.api.platform.TestTables;
import io.baton.protocol.access.CreatedKey;
import io.baton.protocol.access.KeyCreation;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.storage.Upload;
import io.baton.protocol.storage.UploadStart;
import io.baton.protocol.webhook.WebhookDelivery;
import io.baton.protocol.webhook.WebhookWithSecret;
import io.baton.protocol.work.Grant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Things of one owner that endpoints are about, made when they are asked for. */
final class OwnedThings {
  static final String POOL = "local";

  private static final Pattern NAME = Pattern.compile("[{<]([a-z]+)[}>]");

  private final String owner;
  private final String ownersKey;
  private final TestTables tables;
  private final Map<String, String> made = new HashMap<>();
  private Grant running;

  /** Things of an owner, made by requests with its key. */
  OwnedThings(String owner, String ownersKey, TestTables tables) {
    this.owner = owner;
    this.ownersKey = ownersKey;
    this.tables = tables;
    made.put("owner", owner);
    made.put("pool", POOL);
  }

  /** Others of the same owner; only the dataset is the same. */
  OwnedThings others() {
    OwnedThings others = new OwnedThings(owner, ownersKey, tables);
    others.made.put("dataset", fill("<dataset>"));
    return others;
  }

  /** The text with the names in brackets replaced by those of things. */
  String fill(String text) {
    // A node has a job; whoever asks for it asks for both.
    return NAME.matcher(text).replaceAll(match -> Matcher.quoteReplacement(thing(match)));
  }

  private String thing(MatchResult match) {
    String name = match.group(1);
    if (!made.containsKey(name)) {
      make(name);
    }
    return made.get(name);
  }

  private void make(String name) {
    switch (name) {
      case "dataset" -> made.put("dataset", asOwner(() -> readyDataset().value()));
      case "job", "attempt", "node" -> runJob();
      case "step" -> made.put("step", step());
      case "upload" -> made.put("upload", upload());
      case "webhook" -> made.put("webhook", webhook());
      case "delivery" -> made.put("delivery", delivery());
      case "key" -> made.put("key", key());
      default -> throw new AssertionError("endpoints have '" + name + "': add it to " + getClass());
    }
  }

  private void runJob() {
    DatasetId dataset = new DatasetId(fill("<dataset>"));
    tables.execute("update job set status = 'canceled', ended_at = now() where ended_at is null");
    asOwner(() -> submit(spec(dataset)).id().value());
    String node = "node-" + UUID.randomUUID();
    Grant grant = grantTo(node);
    running = grant;
    made.put("job", grant.job().value());
    made.put("attempt", grant.attempt().toString());
    made.put("node", node);
  }

  /** Of a checkpoint that is not the newest. */
  private String step() {
    fill("<job>");
    commit(running, 10);
    commit(running, 20);
    return "10";
  }

  private String upload() {
    UploadStart start = new UploadStart(fill("jobs/<job>/attempts/<attempt>/big"), 10, null);
    return read(call(running, "uploads", start), 201, Upload.class).id();
  }

  private String webhook() {
    return asOwner(
        () ->
            read(
                    post("/v1/webhooks", "{\"url\":\"http://127.0.0.1:9/hook\"}"),
                    201,
                    WebhookWithSecret.class)
                .webhook()
                .id()
                .value());
  }

  private String delivery() {
    String test = fill("/v1/webhooks/<webhook>/test");
    return read(post(test, "{}"), 202, WebhookDelivery.class).id();
  }

  private String key() {
    return read(
            post("/v1/keys", KeyCreation.ofUser("another", new OwnerName(owner))),
            201,
            CreatedKey.class)
        .key()
        .id()
        .value();
  }

  private String asOwner(Supplier<String> calls) {
    return TestKeys.useMeanwhile(ownersKey, calls);
  }
}
