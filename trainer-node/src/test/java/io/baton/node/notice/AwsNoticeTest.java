package io.baton.node.notice;

import static io.baton.node.notice.MetadataServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that answers as the Amazon EC2 User Guide has it. */
class AwsNoticeTest {
  private static final String TOKEN = "/latest/api/token";
  private static final String ACTION = "/latest/meta-data/spot/instance-action";
  private static final String REBALANCE = "/latest/meta-data/events/recommendations/rebalance";
  private static final Instant NOW = Instant.parse("2017-09-18T08:20:30Z");

  private final MetadataServer server = new MetadataServer();
  private final AwsNotice notice = aws(false);

  @BeforeEach
  void giveTokens() {
    server.at(
        TOKEN,
        (exchange, body) -> {
          boolean asked =
              exchange.getRequestMethod().equals("PUT")
                  && exchange
                      .getRequestHeaders()
                      .containsKey("X-aws-ec2-metadata-token-ttl-seconds");
          text(asked ? 200 : 400, asked ? "the-token==" : "").answer(exchange, body);
        });
  }

  @AfterEach
  void tearDown() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"terminate", "stop", "hibernate"})
  void interruption_is_told_with_the_time_that_is_left(String action) throws Exception {
    server.at(ACTION, item("{\"action\": \"" + action + "\", \"time\": \"2017-09-18T08:22:00Z\"}"));

    Notice told = notice.look().orElseThrow();

    assertThat(told.reason()).isEqualTo("Amazon EC2 is about to " + action + " this machine.");
    assertThat(told.timeLeft()).contains(Duration.ofSeconds(90));
  }

  @Test
  void no_item_means_that_nothing_is_to_come() throws Exception {
    assertThat(notice.look()).isEmpty();
    assertThat(notice.look()).isEmpty();

    assertThat(server.requests()).filteredOn(request -> request.startsWith("PUT")).hasSize(1);
  }

  @Test
  void token_that_has_run_out_is_renewed() throws Exception {
    assertThat(notice.look()).isEmpty();
    server.at(
        ACTION,
        (exchange, body) -> {
          server.at(ACTION, item("{\"action\":\"stop\",\"time\":\"2017-09-18T08:22:00Z\"}"));
          text(401, "").answer(exchange, body);
        });

    assertThat(notice.look()).isPresent();
  }

  @Test
  void rebalance_recommendation_counts_only_where_it_is_wanted() throws Exception {
    server.at(REBALANCE, item("{\"noticeTime\": \"2020-10-27T08:22:00Z\"}"));

    assertThat(notice.look()).isEmpty();
    assertThat(aws(true).look().orElseThrow().timeLeft()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "soon", "<html>terminate</html>", "[]", "{}", "{\"action\":\"noop\"}", "404"})
  void nonsense_is_no_notice(String nonsense) {
    server.at(ACTION, item(nonsense));

    assertThatThrownBy(notice::look).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 403, 500, 503})
  void status_that_says_nothing_is_no_notice(int status) {
    server.at(ACTION, text(status, "{\"action\":\"terminate\"}"));

    assertThatThrownBy(notice::look).isInstanceOf(IOException.class);
  }

  @Test
  void answer_without_an_end_is_no_notice() {
    server.at(ACTION, MetadataServer.endless());

    assertThatThrownBy(notice::look).hasMessageContaining("no end");
  }

  @Test
  void answer_that_hangs_is_no_notice() {
    server.at(ACTION, server.hanging());
    Metadata impatient = server.metadata(Duration.ofMillis(200));
    AwsNotice hurried = new AwsNotice(impatient, false, InstantSource.fixed(NOW));

    assertThatThrownBy(hurried::look).hasMessageContaining("did not answer");
  }

  @Test
  void token_service_that_talks_nonsense_is_no_notice() {
    server.at(TOKEN, text(200, "<html>\r\n</html>"));

    assertThatThrownBy(notice::look).isInstanceOf(IOException.class);
  }

  /** Only whoever shows the token gets it. */
  private static MetadataServer.Behaviour item(String json) {
    return (exchange, body) -> {
      boolean known =
          "the-token==".equals(exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token"));
      text(known ? 200 : 401, known ? json : "").answer(exchange, body);
    };
  }

  private AwsNotice aws(boolean rebalance) {
    return new AwsNotice(server.metadata(), rebalance, InstantSource.fixed(NOW));
  }
}
