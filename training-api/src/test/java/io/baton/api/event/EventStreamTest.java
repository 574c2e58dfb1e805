package io.baton.api.event;

import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.Await;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestKeys;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.event.JobEventPage;
import io.baton.protocol.job.Job;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class EventStreamTest extends PlatformTest {
  @Inject EventFeed feed;
  @Inject EventPublisher publisher;
  @Inject DataSource database;

  @Test
  void a_reader_sees_what_happens_in_the_order_in_which_it_happens() {
    try (StreamReader reader = StreamReader.open("")) {
      Job job = submit(spec(readyDataset()));
      grantTo("node-a");
      post("/v1/jobs/" + job.id() + "/cancel", "{}");
      assertThat(reader.await(3))
          .extracting(JobEvent::type)
          .containsExactly(EventType.SUBMITTED, EventType.STARTED, EventType.CANCELED);
      assertThat(reader.events().get(0).job()).isEqualTo(job.id());
    }
  }

  @Test
  void who_comes_back_with_the_last_id_misses_nothing_and_sees_nothing_twice() {
    Job job = submit(spec(readyDataset()));
    String last;
    try (StreamReader reader = StreamReader.open("?after=0&job=" + job.id())) {
      reader.await(1);
      last = reader.lastId();
    }
    grantTo("node-a");
    post("/v1/jobs/" + job.id() + "/cancel", "{}");
    try (StreamReader reader = StreamReader.open("?job=" + job.id(), Optional.of(last))) {
      assertThat(reader.await(2))
          .extracting(JobEvent::type)
          .containsExactly(EventType.STARTED, EventType.CANCELED);
    }
  }

  @Test
  void who_saw_nothing_before_the_connection_broke_comes_back_with_the_id_of_the_beginning() {
    String begin;
    try (StreamReader reader = StreamReader.open("")) {
      begin = reader.lastId();
    }
    submit(spec(readyDataset()));
    try (StreamReader reader = StreamReader.open("", Optional.of(begin))) {
      assertThat(reader.await(1)).extracting(JobEvent::type).containsExactly(EventType.SUBMITTED);
    }
  }

  @Test
  void an_event_whose_transaction_commits_late_is_missed_by_nobody() throws SQLException {
    Job slow = submit(spec(readyDataset()));
    publisher.publishAll();
    try (StreamReader reader = StreamReader.open("");
        Connection late = database.getConnection();
        Statement statement = late.createStatement()) {
      late.setAutoCommit(false);
      statement.execute(
          "insert into event (job_id, type, at, text) values ('"
              + slow.id()
              + "', 'job.checkpoint', now(), 'late')");
      // Drawn later, committed sooner.
      submit(spec(readyDataset()));
      JobEvent sooner = reader.await(1).get(0);
      String lastId = reader.lastId();
      late.commit();
      JobEvent last = reader.await(2).get(1);
      assertThat(last.text()).isEqualTo("late");
      assertThat(last.sequence()).isLessThan(sooner.sequence());
      try (StreamReader again = StreamReader.open("", Optional.of(lastId))) {
        assertThat(again.await(1)).extracting(JobEvent::text).containsExactly("late");
      }
    }
  }

  @Test
  void events_of_other_owners_are_not_seen() {
    DatasetId dataset = readyDataset();
    Job own = submit(spec(dataset));
    tables.execute("update job set owner = 'alice' where id = '" + own.id() + "'");
    String alice = TestKeys.user("alice");
    Job others = submit(spec(dataset));
    // One reader of what is in the table, one of what happens from now on.
    try (StreamReader past = StreamReader.open("", Optional.of("0"), alice);
        StreamReader present = StreamReader.open("", Optional.empty(), alice)) {
      post("/v1/jobs/" + others.id() + "/cancel", "{}");
      post("/v1/jobs/" + own.id() + "/cancel", "{}");
      Await.until(past::events, EventStreamTest::endsWithCancellation);
      Await.until(present::events, EventStreamTest::endsWithCancellation);
      assertThat(past.events()).extracting(JobEvent::job).containsOnly(own.id());
      assertThat(present.events()).extracting(JobEvent::job).containsOnly(own.id());
    }
    assertThat(TestKeys.as(alice).get("/v1/events?job=" + others.id()).statusCode()).isEqualTo(404);
    assertThat(TestKeys.asNobody().get("/v1/events").statusCode()).isEqualTo(401);
  }

  private static boolean endsWithCancellation(List<JobEvent> events) {
    return !events.isEmpty() && events.get(events.size() - 1).type() == EventType.CANCELED;
  }

  @Test
  void a_reader_may_want_one_job_and_some_types_only() {
    DatasetId dataset = readyDataset();
    Job wanted = submit(spec(dataset));
    try (StreamReader reader =
        StreamReader.open("?job=" + wanted.id() + "&type=job.started&type=job.canceled&after=0")) {
      grantTo("node-a");
      Job other = submit(spec(dataset));
      post("/v1/jobs/" + other.id() + "/cancel", "{}");
      post("/v1/jobs/" + wanted.id() + "/cancel", "{}");
      assertThat(reader.await(2))
          .extracting(JobEvent::type)
          .containsExactly(EventType.STARTED, EventType.CANCELED);
      assertThat(reader.events()).extracting(JobEvent::job).containsOnly(wanted.id());
    }
  }

  @Test
  void a_reader_of_old_events_gets_all_of_them_however_many_there_are() {
    Job job = submit(spec(readyDataset()));
    int many = 5 * EventReader.PART + 7;
    tables.execute(
        "insert into event (job_id, type, at, text) select '"
            + job.id()
            + "', 'job.checkpoint', now(), 'event ' || n from generate_series(1, "
            + many
            + ") as n");
    try (StreamReader reader = StreamReader.open("?after=0&job=" + job.id())) {
      List<JobEvent> events = reader.await(many + 1);
      assertThat(events).hasSize(many + 1);
      assertThat(events.subList(1, many + 1))
          .extracting(JobEvent::sequence)
          .isSorted()
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void nothing_is_left_of_a_reader_that_went_away() {
    Await.until(feed::streams, count -> count == 0);
    StreamReader reader = StreamReader.open("");
    assertThat(feed.streams()).isEqualTo(1);
    reader.close();
    Await.until(feed::streams, count -> count == 0);
  }

  @Test
  void a_reader_that_takes_nothing_is_cut_off_and_what_it_left_is_not_held_for_it()
      throws IOException {
    Job job = submit(spec(readyDataset()));
    int many = 4000;
    int characters = 5000;
    tables.execute(
        "insert into event (job_id, type, at, text) select '"
            + job.id()
            + "', 'job.checkpoint', now(), repeat('x', "
            + characters
            + ") from generate_series(1, "
            + many
            + ")");
    publisher.publishAll();
    Await.until(feed::streams, count -> count == 0);
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4096);
      socket.connect(new InetSocketAddress("localhost", RestAssured.port));
      String request =
          "GET /v1/events?after=0&job=%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
              .formatted(job.id(), TestKeys.OPERATOR);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      Await.until(feed::streams, count -> count == 1);
      Await.until(
          () -> {
            feed.beat();
            return feed.streams();
          },
          count -> count == 0);
      assertThat(received(socket)).isLessThan((long) many * characters);
    }
  }

  /** What is still on its way; then the connection must have ended. */
  private static long received(Socket socket) throws IOException {
    try {
      return socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (SocketException reset) {
      return 0;
    }
  }

  @Test
  void a_quiet_stream_gives_signs_of_life() {
    try (StreamReader reader = StreamReader.open("")) {
      int before = reader.comments();
      feed.beat();
      feed.beat();
      Await.until(reader::comments, count -> count > before);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "?after=-1, INVALID_FIELD",
    "?after=one, INVALID_FIELD",
    "?after=9223372036854775807, CONFLICT",
    "?type=job.exploded, INVALID_FIELD",
    "?job=no-such-job, NOT_FOUND",
    "?job=No_Id, INVALID_FIELD"
  })
  void what_cannot_be_followed_is_refused_with_a_sentence(String query, ErrorCode code) {
    Problem problem = read(get("/v1/events" + query), code.status(), Problem.class);
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.detail()).endsWith(".");
  }

  @Test
  void the_history_of_a_job_comes_in_pages() {
    Job job = submit(spec(readyDataset()));
    grantTo("node-a");
    post("/v1/jobs/" + job.id() + "/cancel", "{}");
    String path = "/v1/jobs/" + job.id() + "/events";
    JobEventPage first = read(get(path + "?limit=2"), 200, JobEventPage.class);
    assertThat(first.events()).hasSize(2);
    JobEventPage last =
        read(get(path + "?limit=2&after=" + first.next().orElseThrow()), 200, JobEventPage.class);
    assertThat(last.events()).extracting(JobEvent::type).containsExactly(EventType.CANCELED);
    assertThat(last.next()).isEmpty();
  }
}
