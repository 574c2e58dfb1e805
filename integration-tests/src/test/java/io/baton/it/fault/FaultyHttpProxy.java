package io.baton.it.fault;

import io.baton.it.fault.HttpBody.Harm;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A proxy for HTTP/1.1 on loopback that lets requests meet faults as a schedule says. It passes
 * heads on as they are, so that signatures over them stay right.
 */
final class FaultyHttpProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final URI target;
  private final FaultSchedule schedule;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private FaultyHttpProxy(URI target, FaultSchedule schedule) throws IOException {
    this.target = target;
    this.schedule = schedule;
    this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  static FaultyHttpProxy before(URI target, FaultSchedule schedule) throws IOException {
    return new FaultyHttpProxy(target, schedule);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        open.add(client);
        daemon(() -> serve(client));
      } catch (IOException closed) {
        close();
      }
    }
  }

  /** A request whose answer is awaited. */
  private record Passing(HttpMessage head, Strike strike) {}

  private void serve(Socket client) {
    // Ends with an empty one.
    BlockingQueue<Optional<Passing>> passing = new LinkedBlockingQueue<>();
    try (client;
        Socket server = new Socket(target.getHost(), target.getPort())) {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      open.add(server);
      daemon(() -> answer(server, client, passing));
      InputStream in = new BufferedInputStream(client.getInputStream());
      OutputStream out = new BufferedOutputStream(server.getOutputStream());
      Optional<HttpMessage> head = HttpMessage.readHead(in);
      while (head.isPresent() && passRequest(head.get(), in, out, passing)) {
        head = HttpMessage.readHead(in);
      }
      open.remove(server);
    } catch (IOException | InterruptedException gone) {
      // Either side went away; closing both tells the other.
    } finally {
      passing.add(Optional.empty());
      open.remove(client);
    }
  }

  /** Whether the connection goes on. */
  private boolean passRequest(
      HttpMessage head, InputStream in, OutputStream out, BlockingQueue<Optional<Passing>> passing)
      throws IOException, InterruptedException {
    Strike strike = schedule.next();
    if (strike.fault() == Fault.DELAY) {
      TimeUnit.MILLISECONDS.sleep(strike.delay().toMillis());
    }
    boolean refused = strike.fault() == Fault.SERVER_ERROR || strike.fault() == Fault.UNAVAILABLE;
    OutputStream target = refused ? OutputStream.nullOutputStream() : out;
    boolean empty = !head.chunked() && head.length().orElse(0L) == 0;
    if (strike.fault() == Fault.CUT_REQUEST && empty) {
      return false;
    }
    target.write(head.bytes());
    Harm harm =
        switch (strike.fault()) {
          case CUT_REQUEST -> Harm.CUT;
          case DAMAGE_REQUEST -> Harm.DAMAGE;
          case NONE,
              DELAY,
              LOSE_ANSWER,
              TRUNCATE_ANSWER,
              DAMAGE_ANSWER,
              SERVER_ERROR,
              UNAVAILABLE ->
              Harm.NONE;
        };
    boolean whole = HttpBody.pass(head, in, target, harm, strike);
    passing.put(Optional.of(new Passing(head, strike)));
    return whole;
  }

  private void answer(Socket server, Socket client, BlockingQueue<Optional<Passing>> passing) {
    try (server;
        client) {
      InputStream in = new BufferedInputStream(server.getInputStream());
      OutputStream out = new BufferedOutputStream(client.getOutputStream());
      Optional<Passing> next = passing.take();
      while (next.isPresent() && passAnswer(next.get(), in, out)) {
        out.flush();
        next = passing.take();
      }
    } catch (IOException | InterruptedException gone) {
      // As above.
    } finally {
      open.remove(server);
    }
  }

  /** Whether the connection goes on. */
  private static boolean passAnswer(Passing request, InputStream in, OutputStream out)
      throws IOException {
    Fault fault = request.strike().fault();
    switch (fault) {
      case SERVER_ERROR, UNAVAILABLE -> {
        out.write(refusal(fault == Fault.UNAVAILABLE ? 503 : 500));
        return true;
      }
      case NONE,
          DELAY,
          CUT_REQUEST,
          LOSE_ANSWER,
          TRUNCATE_ANSWER,
          DAMAGE_REQUEST,
          DAMAGE_ANSWER -> {}
    }
    HttpMessage head = readHead(in);
    while (head.status() / 100 == 1) {
      out.write(head.bytes());
      out.flush();
      head = readHead(in);
    }
    if (fault == Fault.LOSE_ANSWER) {
      return false;
    }
    boolean bodiless =
        request.head().method().equals("HEAD") || head.status() == 204 || head.status() == 304;
    if (fault == Fault.TRUNCATE_ANSWER && bodiless) {
      return false;
    }
    out.write(head.bytes());
    if (bodiless) {
      return true;
    }
    Harm harm =
        fault == Fault.TRUNCATE_ANSWER
            ? Harm.CUT
            : fault == Fault.DAMAGE_ANSWER ? Harm.DAMAGE : Harm.NONE;
    return HttpBody.pass(head, in, out, harm, request.strike());
  }

  private static HttpMessage readHead(InputStream in) throws IOException {
    return HttpMessage.readHead(in).orElseThrow(() -> new IOException("there was no answer"));
  }

  private static byte[] refusal(int status) {
    return "HTTP/1.1 %d Not now\r\nContent-Length: 0\r\n\r\n"
        .formatted(status)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "faulty-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
