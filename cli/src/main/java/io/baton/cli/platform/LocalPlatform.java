package io.baton.cli.platform;

import io.baton.cli.CommandFailedException;
import io.baton.cli.platform.ServiceProcess.Description;
import io.baton.locals3.LocalS3Process;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.client.ApiEndpoint;
import io.baton.protocol.pool.PoolName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The whole platform on this machine: PostgreSQL, an S3 server, the training API, the autoscaler
 * with its pool of nodes. Everything listens on loopback only. {@link #close} may be called from
 * another thread at any moment, also while it starts; afterwards nothing of it runs.
 */
public final class LocalPlatform implements AutoCloseable {
  /** The model that every local platform has. */
  public static final String TINY_MODEL = "tiny";

  private final PlatformSettings settings;
  private final ServiceCommands commands;
  private final StartObserver observer;
  private final StartedParts parts = new StartedParts();

  private Reaper reaper;
  private volatile LocalKeys keys;
  private volatile PostgresServer database;
  private volatile LocalS3Process storage;
  private volatile ServiceProcess trainingApi;
  private volatile ServiceProcess autoscaler;
  private final int autoscalerPort = Ports.free();

  public LocalPlatform(PlatformSettings settings, Checkout checkout, StartObserver observer) {
    this.settings = settings;
    this.commands = new ServiceCommands(settings, checkout);
    this.observer = observer;
    checkout.requireBuilt();
  }

  /** Returns once everything answers. */
  public void start() {
    parts.keep(settings.data().lock());
    Ports.requireFree(settings.apiPort(), "--port");
    parts.keep(settings.data()::removeState);
    keys = new LocalKeys(settings.data());
    reaper = new Reaper();
    parts.endWith(reaper);
    reaper.pool(settings.data().pool());
    reaper.postgres(settings.data().postgresql());
    var model = parts.inBackground(this::makeTinyModel);
    var databaseStarts = parts.inBackground(this::startDatabase);
    var storageStarts = parts.inBackground(this::startStorage);
    StartedParts.await(databaseStarts);
    StartedParts.await(storageStarts);
    startTrainingApi();
    startAutoscaler();
    StartedParts.await(model);
    writeState();
  }

  private void startDatabase() {
    long from = System.nanoTime();
    database = launchDatabase(Ports.free());
    parts.keep(() -> database.close());
    observer.ready("PostgreSQL 17", "127.0.0.1:" + database.port(), since(from));
  }

  private PostgresServer launchDatabase(int port) {
    return PostgresServer.start(
        settings.data().postgresql(),
        port,
        settings.data().logs().resolve("postgresql.log"),
        settings.durable());
  }

  private void startStorage() {
    long from = System.nanoTime();
    byte[] secret = new byte[20];
    new SecureRandom().nextBytes(secret);
    storage =
        LocalS3Process.in(settings.data().storage())
            .keys("baton", HexFormat.of().formatHex(secret))
            .buckets(ServiceCommands.BUCKET)
            .start();
    // By then the field may hold a server that was started again.
    parts.keep(() -> storage.close());
    observer.ready("S3 storage", storage.endpoint().toString(), since(from));
  }

  private void makeTinyModel() {
    Path model = settings.data().models().resolve(TINY_MODEL);
    if (Files.exists(model)) {
      return;
    }
    long from = System.nanoTime();
    Path part = settings.data().models().resolve(".tiny.part");
    try {
      Files.createDirectories(settings.data().models());
      Trees.delete(part);
      launch(commands.tinyModel(part)).awaitSuccess();
      Files.move(part, model, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new CommandFailedException(
          "The tiny model cannot be put into " + model.getParent() + ": " + e.getMessage(), e);
    }
    observer.ready("Tiny SDXL model", model.toString(), since(from));
  }

  private void startTrainingApi() {
    long from = System.nanoTime();
    trainingApi =
        launch(commands.trainingApi(database, storage, keys.operator(), autoscalerAddress()));
    trainingApi.awaitHealthy(api().resolve("/q/health/ready"));
    observer.ready("Training API", api().toString(), since(from));
  }

  private void startAutoscaler() {
    long from = System.nanoTime();
    ApiKey ofNodes = keys.ofNodes(api(), new PoolName(ServiceCommands.POOL));
    autoscaler =
        launch(commands.autoscaler(api().toString(), autoscalerPort, keys.operator(), ofNodes));
    autoscaler.awaitHealthy(autoscalerAddress().resolve("/q/health/ready"));
    observer.ready("Autoscaler", autoscalerAddress().toString(), since(from));
  }

  private ServiceProcess launch(Description description) {
    ServiceProcess process = parts.keep(ServiceProcess.start(description));
    reaper.group(process.pid());
    return process;
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }

  private void writeState() {
    try {
      settings.data().write(state());
    } catch (IOException e) {
      throw new CommandFailedException(
          "The directory " + settings.data().path() + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** Starts again what died, on the ports that it had; returns what that was. */
  public List<String> restartDead() {
    List<String> restarted = new ArrayList<>();
    restartIf(!database.isAlive(), "PostgreSQL", restarted, this::restartDatabase);
    restartIf(!storage.isAlive(), "S3 storage", restarted, this::restartStorage);
    for (ServiceProcess service : List.of(trainingApi, autoscaler)) {
      restartIf(!service.isAlive(), service.name(), restarted, () -> restart(service));
    }
    if (!restarted.isEmpty()) {
      writeState();
    }
    return restarted;
  }

  private void restartIf(boolean dead, String name, List<String> restarted, Runnable restart) {
    if (dead && !parts.isClosing()) {
      restart.run();
      restarted.add(name);
    }
  }

  private void restartDatabase() {
    int port = database.port();
    database.close();
    database = launchDatabase(port);
  }

  private void restartStorage() {
    storage = storage.restart().start();
  }

  private void restart(ServiceProcess service) {
    service.restart();
    reaper.group(service.pid());
  }

  public URI api() {
    return URI.create("http://127.0.0.1:" + settings.apiPort());
  }

  /** The API, called as its operator. */
  public ApiEndpoint asOperator(Duration timeout) {
    return new ApiEndpoint(api(), Optional.of(keys.operator()), timeout);
  }

  public URI autoscalerAddress() {
    return URI.create("http://127.0.0.1:" + autoscalerPort);
  }

  /** The S3 server, for tests that take it away. */
  public LocalS3Process storage() {
    return storage;
  }

  public PlatformState state() {
    return new PlatformState(
        api(),
        autoscalerAddress(),
        storage.endpoint(),
        settings.data().path(),
        ProcessHandle.current().pid(),
        storage.pid());
  }

  /** Stops everything in the opposite order of its start, and returns when nothing is left. */
  @Override
  public void close() {
    parts.close();
  }
}
