package io.baton.sync.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/** A TCP proxy on loopback that passes bytes on until it is told to misbehave. */
public final class FaultProxy implements AutoCloseable {
  private enum Fault {
    NONE,
    STALL,
    CUT,
    DAMAGE
  }

  /** What happens to a connection's bytes of one direction after so many. */
  private record Plan(Fault fault, long after) {
    static final Plan HEALTHY = new Plan(Fault.NONE, 0);
  }

  private final ServerSocket listener;
  private final URI target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final LongAdder requestBytes = new LongAdder();
  private volatile Plan requests = Plan.HEALTHY;
  private volatile Plan answers = Plan.HEALTHY;
  private volatile CountDownLatch misbehaved = new CountDownLatch(1);

  private FaultProxy(URI target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  public static FaultProxy before(URI target) throws IOException {
    return new FaultProxy(target);
  }

  /** An address where nothing listens. */
  public static URI nobodyThere() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  public void stallRequestsAfter(long bytes) {
    requests(new Plan(Fault.STALL, bytes));
  }

  public void damageRequestsAfter(long bytes) {
    requests(new Plan(Fault.DAMAGE, bytes));
  }

  public void cutRequestsAfter(long bytes) {
    requests(new Plan(Fault.CUT, bytes));
  }

  public void stallAnswersAfter(long bytes) {
    answers(new Plan(Fault.STALL, bytes));
  }

  public void cutAnswersAfter(long bytes) {
    answers(new Plan(Fault.CUT, bytes));
  }

  /** New connections are passed on whole again. */
  public void heal() {
    requests(Plan.HEALTHY);
    answers(Plan.HEALTHY);
  }

  private void requests(Plan plan) {
    misbehaved = new CountDownLatch(1);
    requests = plan;
    closeConnections();
  }

  private void answers(Plan plan) {
    misbehaved = new CountDownLatch(1);
    answers = plan;
    closeConnections();
  }

  /** What has passed to the server on all connections so far. */
  public long passedRequestBytes() {
    return requestBytes.sum();
  }

  /** Returns once the fault has struck. */
  public void awaitFault() throws InterruptedException {
    misbehaved.await();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(target.getHost(), target.getPort());
        open.add(client);
        open.add(server);
        Plan request = requests;
        Plan answer = answers;
        daemon(() -> pass(client, server, request, requestBytes));
        daemon(() -> pass(server, client, answer, new LongAdder()));
      }
    } catch (IOException e) {
      // Closed, or the target is down: connections are refused from now on.
      close();
    }
  }

  private void pass(Socket from, Socket to, Plan plan, LongAdder counter) {
    try (from;
        to) {
      InputStream input = from.getInputStream();
      OutputStream output = to.getOutputStream();
      byte[] buffer = new byte[8192];
      long passed = 0;
      for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
        passed += count;
        if (plan.fault() != Fault.NONE && passed > plan.after()) {
          misbehaved.countDown();
          switch (plan.fault()) {
            case CUT:
              return;
            case STALL:
              // Until the other side gives up; what it sends meanwhile goes nowhere.
              new CountDownLatch(1).await();
              return;
            case DAMAGE:
              buffer[count / 2] ^= 1;
              break;
            case NONE:
              break;
          }
        }
        counter.add(count);
        output.write(buffer, 0, count);
        output.flush();
      }
    } catch (IOException e) {
      // One side is gone; closing tells the other.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "fault-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void closeConnections() {
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      closeConnections();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
