package io.baton.it.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.job.JobId;
import io.baton.protocol.work.Grant;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events go through a real broker, and a consumer that is killed loses none of them. */
class KafkaIT {
  private static final String TOPIC = "baton.job-events";

  @TempDir Path directory;

  @Test
  void events_pass_a_broker_in_order_and_survive_a_kill_before_they_are_planned() throws Exception {
    try (KafkaClusterTestKit broker = broker();
        Foundation foundation = Foundation.start(directory);
        Receiver receiver = Receiver.start()) {
      Map<String, String> environment = new HashMap<>();
      foundation.createDatabase("kafka");
      environment.putAll(foundation.environment("kafka"));
      environment.put("QUARKUS_PROFILE", "kafka");
      environment.put("BATON_KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
      // The group waits so long for a consumer that was killed.
      environment.put("MP_MESSAGING_INCOMING_JOB_EVENTS_IN_SESSION_TIMEOUT_MS", "1500");
      environment.put("MP_MESSAGING_INCOMING_JOB_EVENTS_IN_HEARTBEAT_INTERVAL_MS", "500");
      JobId job;
      List<String> types;
      try (Connection database = foundation.connect("kafka");
          Replica first = Replica.start("before", environment).awaitReady()) {
        Actors actors = new Actors(first.endpoint());
        job = actors.submit(actors.dataset(), receiver.url("job"));
        Grant grant = actors.claim("node-a").orElseThrow();
        receiver.awaitLast("job", job.value(), "job.started");

        // Events reach the topic from here on, but their deliveries cannot be written.
        database.setAutoCommit(false);
        try (Statement lock = database.createStatement()) {
          lock.execute("select 1 from webhook for update");
        }
        actors.commit(grant, 10);
        actors.complete(grant);
        types = actors.sentTypes(job);
        assertThat(types).containsExactly("job.started", "job.checkpoint", "job.completed");
        assertThat(keysAndTypes(broker, 4))
            .containsExactly(
                job + " job.submitted",
                job + " job.started",
                job + " job.checkpoint",
                job + " job.completed");
        first.kill();
        database.rollback();
      }
      assertThat(receiver.firstArrivals("job", job.value())).containsExactly("job.started");

      try (Replica second = Replica.start("after", environment)) {
        receiver.awaitLast("job", job.value(), "job.completed");
        assertThat(receiver.firstArrivals("job", job.value())).isEqualTo(types);
        assertThat(second.awaitReady().endpoint()).isNotNull();
      }
    }
  }

  private static KafkaClusterTestKit broker() throws Exception {
    KafkaClusterTestKit broker =
        new KafkaClusterTestKit.Builder(
                new TestKitNodes.Builder()
                    .setCombined(true)
                    .setNumBrokerNodes(1)
                    .setNumControllerNodes(1)
                    .build())
            .setConfigProp("offsets.topic.replication.factor", "1")
            .setConfigProp("offsets.topic.num.partitions", "1")
            .setConfigProp("group.initial.rebalance.delay.ms", "0")
            .setConfigProp("group.min.session.timeout.ms", "1000")
            .build();
    broker.format();
    broker.startup();
    broker.waitForReadyBrokers();
    return broker;
  }

  /** Reads the topic from its beginning, as another program would. */
  private static List<String> keysAndTypes(KafkaClusterTestKit broker, int count) {
    Properties settings = new Properties();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, "somebody-else");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    List<String> read = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings)) {
      consumer.subscribe(List.of(TOPIC));
      await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> {
                for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(100))) {
                  read.add(each.key() + " " + type(each.value()));
                }
                return read.size() >= count;
              });
    }
    return read;
  }

  private static String type(String json) {
    return json.replaceAll(".*\"type\":\"([^\"]+)\".*", "$1");
  }
}
