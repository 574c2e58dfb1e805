package io.baton.api.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baton.protocol.webhook.SigningSecret;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide's programs verify the guide's request, and what the service signs. */
class WebhookGuideTest {
  private static final Path GUIDE = Path.of("../docs/webhooks.md");
  private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

  private static String guide;
  private static Map<String, String> headers;
  private static String body;

  @TempDir Path directory;

  @BeforeAll
  static void readGuide() throws IOException {
    guide = Files.readString(GUIDE);
    String[] request = block("http").split("\n\n", 2);
    headers = new TreeMap<>();
    request[0]
        .lines()
        .skip(1)
        .map(line -> line.split(": ", 2))
        .forEach(header -> headers.put(header[0], header[1]));
    body = request[1].strip();
  }

  @Test
  void the_request_of_the_guide_is_what_the_service_signs() {
    assertThat(guide).contains(SECRET);
    byte[] key = new SigningSecret(SECRET).key();
    assertThat(
            Signature.of(
                key,
                headers.get("webhook-id"),
                Instant.ofEpochSecond(Long.parseLong(headers.get("webhook-timestamp"))),
                body))
        .isEqualTo(headers.get("webhook-signature"));
  }

  @Test
  void the_java_program_verifies_it_and_nothing_else() throws Exception {
    Path source = Files.writeString(directory.resolve("ReceivedWebhook.java"), block("java"));
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
        .isZero();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      Method verify =
          Stream.of(loader.loadClass("ReceivedWebhook").getDeclaredMethods())
              .filter(method -> method.getName().equals("verify"))
              .findFirst()
              .orElseThrow();
      verify.setAccessible(true);
      long sent = Long.parseLong(headers.get("webhook-timestamp"));
      String right = headers.get("webhook-signature");
      assertThat(java(verify, right, body, sent + 10)).isTrue();
      assertThat(java(verify, "v1,AAAA " + right, body, sent - 10)).isTrue();
      assertThat(java(verify, right, body + " ", sent)).isFalse();
      assertThat(java(verify, "v1,AAAA", body, sent)).isFalse();
      assertThat(java(verify, right, body, sent + 301)).isFalse();
    }
  }

  private static boolean java(Method verify, String signatures, String body, long now)
      throws ReflectiveOperationException {
    return (Boolean)
        verify.invoke(
            null,
            SECRET,
            headers.get("webhook-id"),
            headers.get("webhook-timestamp"),
            signatures,
            body.getBytes(UTF_8),
            Instant.ofEpochSecond(now));
  }

  @Test
  void the_python_program_verifies_it_and_nothing_else() throws Exception {
    assumeTrue(isPythonThere(), "there is no python3 on this machine");
    String program =
        block("python")
            + """

            import sys
            secret, id, timestamp, signature = sys.argv[1:5]
            body = sys.stdin.buffer.read()
            sent = int(timestamp)
            def headers(signatures):
                return {"webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures}
            assert verify(secret, headers(signature), body, sent + 10)
            assert verify(secret, headers("v1,AAAA " + signature), body, sent - 10)
            assert not verify(secret, headers(signature), body + b" ", sent)
            assert not verify(secret, headers("v1,AAAA"), body, sent)
            assert not verify(secret, headers(signature), body, sent + 301)
            assert not verify(secret, headers(signature), body)
            """;
    Path request = Files.writeString(directory.resolve("body"), body);
    Process python =
        new ProcessBuilder(
                "python3",
                Files.writeString(directory.resolve("receiver.py"), program).toString(),
                SECRET,
                headers.get("webhook-id"),
                headers.get("webhook-timestamp"),
                headers.get("webhook-signature"))
            .redirectInput(request.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(python.getInputStream().readAllBytes(), UTF_8);
    assertThat(python.waitFor()).as(said).isZero();
  }

  private static boolean isPythonThere() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  /** The first code of a language. */
  private static String block(String language) {
    Matcher matcher = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(guide);
    assertThat(matcher.find()).as("%s in %s", language, GUIDE).isTrue();
    return matcher.group(1);
  }
}
