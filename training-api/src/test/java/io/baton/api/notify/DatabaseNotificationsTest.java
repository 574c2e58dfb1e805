package io.baton.api.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.Await;
import io.baton.api.platform.PlatformTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DatabaseNotificationsTest extends PlatformTest {
  @Inject DatabaseNotifications notifications;

  @Test
  void a_notification_is_heard_after_its_transaction_also_after_the_connection_was_lost() {
    AtomicInteger woken = new AtomicInteger();
    notifications.listen(Channel.WORK, woken::incrementAndGet);
    int before = woken.get();
    send();
    Await.until(woken::get, count -> count > before);

    int beforeLoss = woken.get();
    assertThat(
            tables.count(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                    + " where application_name = '"
                    + DatabaseNotifications.CONNECTION_NAME
                    + "'"))
        .isPositive();
    // What was sent meanwhile is unknown, so every listener is to look.
    int afterLoss = Await.until(woken::get, count -> count > beforeLoss);
    send();
    Await.until(woken::get, count -> count > afterLoss);
  }

  private void send() {
    QuarkusTransaction.requiringNew().run(() -> notifications.send(Channel.WORK));
  }
}
