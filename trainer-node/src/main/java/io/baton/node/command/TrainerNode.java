package io.baton.node.command;

import io.baton.node.agent.Agent;
import io.baton.node.clock.NodeClock;
import io.baton.node.config.ConfigException;
import io.baton.node.config.NodeConfig;
import io.baton.node.config.NodeKey;
import io.baton.node.config.WorkDirectory;
import io.baton.node.gpu.AgentCommand;
import io.baton.node.gpu.AgentSupervisor;
import io.baton.node.gpu.Gpu;
import io.baton.node.gpu.GpuChoice;
import io.baton.node.gpu.GpuList;
import io.baton.node.gpu.NvidiaSmi;
import io.baton.node.log.NodeLog;
import io.baton.node.metrics.MetricsAddress;
import io.baton.node.metrics.MetricsServer;
import io.baton.node.metrics.NodeMetrics;
import io.baton.node.trainer.TrainerProgram;
import io.baton.protocol.client.ApiEndpoint;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.NodeRequirements;
import io.baton.protocol.label.Labels;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Starts an agent from options and environment variables. */
@Command(
    name = "trainer-node",
    mixinStandardHelpOptions = true,
    versionProvider = TrainerNode.Version.class,
    subcommands = DrainCommand.class,
    description = "Asks a Baton API for jobs and trains them on this machine, one at a time.",
    footer = {
      "",
      "SIGTERM: the trainer writes a checkpoint, it is committed, the job is given back.",
      "Exit status: 0 stopped in order, 64 usage, 75 the job could not be given back in time,",
      "78 the node cannot run as it is set up."
    })
public final class TrainerNode implements Callable<Integer> {
  private static final int USAGE = 64;
  private static final int CONFIGURATION = 78;
  private static final int INTERNAL = 70;

  @Option(
      names = "--api",
      paramLabel = "URL",
      defaultValue = "${env:BATON_API:-http://127.0.0.1:8080}",
      description = "Where the API answers (BATON_API). Default: http://127.0.0.1:8080")
  private URI api;

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      defaultValue = "${env:BATON_API_KEY_FILE}",
      description =
          "Holds the key that the node shows to the API (BATON_API_KEY_FILE). Default: the key is"
              + " in BATON_API_KEY")
  private Path apiKeyFile;

  @Option(
      names = "--node-id",
      paramLabel = "ID",
      defaultValue = "${env:BATON_NODE_ID:-${env:SALAD_MACHINE_ID}}",
      description =
          "Who this node is (BATON_NODE_ID). Default: SALAD_MACHINE_ID, which SaladCloud sets, else"
              + " made up once, kept in --work-dir")
  private String nodeId;

  @Option(
      names = "--pool",
      paramLabel = "NAME",
      defaultValue = "${env:BATON_POOL:-default}",
      description = "The pool it belongs to (BATON_POOL). Default: default")
  private String pool;

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      defaultValue = "${env:BATON_WORK_DIR:-${sys:user.home}/.baton/node}",
      description = "Its jobs' files, of this agent alone (BATON_WORK_DIR). Default: ~/.baton/node")
  private Path workDirectory;

  @Option(
      names = "--trainer",
      paramLabel = "PROGRAM",
      defaultValue = "${env:BATON_TRAINER:-${sys:baton.home}/sdxl-lora/bin/sdxl-lora}",
      description = "What it trains with (BATON_TRAINER). Default: Baton's sdxl-lora")
  private Path trainer;

  @Option(
      names = "--trainer-argument",
      paramLabel = "WORD",
      defaultValue = "${env:BATON_TRAINER_ARGUMENT:-train}",
      description =
          "Word before the trainer's options; may be given several times, or empty for none"
              + " (BATON_TRAINER_ARGUMENT). Default: train")
  private List<String> trainerArguments;

  @Option(
      names = "--api-timeout-seconds",
      paramLabel = "S",
      defaultValue = "${env:BATON_API_TIMEOUT_SECONDS:-10}",
      description = "Wait for an answer of the API (BATON_API_TIMEOUT_SECONDS). Default: 10")
  private long apiTimeoutSeconds;

  @Mixin private DrainArguments drain;

  @Option(
      names = "--storage-patience-seconds",
      paramLabel = "S",
      defaultValue = "${env:BATON_STORAGE_PATIENCE_SECONDS:-600}",
      description =
          "How long storage may fail before the attempt does (BATON_STORAGE_PATIENCE_SECONDS)."
              + " Default: 600")
  private long storagePatienceSeconds;

  @Mixin private WorkArguments work;
  @Mixin private ModelArguments models;
  @Mixin private CapabilityArguments capabilities;
  @Mixin private LimitArguments limits;
  @Mixin private MetricsArguments metrics;
  @Mixin private LogArguments log;

  @Spec private CommandSpec specification;

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new TrainerNode())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(
            (failure, words) -> {
              failure.getCommandLine().getErr().println("trainer-node: " + failure.getMessage());
              return USAGE;
            })
        .setExecutionExceptionHandler(TrainerNode::failed);
  }

  private static int failed(Exception failure, CommandLine commandLine, ParseResult words) {
    if (failure instanceof ConfigException) {
      commandLine.getErr().println("trainer-node: " + failure.getMessage());
      return CONFIGURATION;
    }
    if (failure instanceof InvalidFieldException) {
      commandLine.getErr().println("trainer-node: " + failure.getMessage());
      return USAGE;
    }
    failure.printStackTrace(commandLine.getErr());
    return INTERNAL;
  }

  @Override
  public Integer call() throws InterruptedException {
    NodeConfig config = config();
    NodeLog nodeLog = NodeLog.onStandardError(config.log(), config.gpu());
    List<Gpu> present = new NvidiaSmi("nvidia-smi").gpus();
    Optional<String> gpus = capabilities.gpus();
    if (gpus.isPresent()) {
      return supervise(GpuList.parse(gpus.get(), present), config);
    }
    GpuChoice gpu =
        GpuChoice.of(
            present, config.gpu(), Optional.ofNullable(System.getenv("CUDA_VISIBLE_DEVICES")));
    NodeMetrics nodeMetrics = new NodeMetrics(NodeClock.SYSTEM);
    try (WorkDirectory directory = WorkDirectory.open(config.workDirectory());
        MetricsServing server = serve(nodeMetrics)) {
      Agent agent =
          new Agent(config, directory, gpu, nodeLog.current(), nodeMetrics, NodeClock.SYSTEM);
      StopSignals.stop(agent::stop);
      return agent.run().exitStatus();
    }
  }

  private MetricsServing serve(NodeMetrics nodeMetrics) {
    Optional<MetricsAddress> address = metrics.address();
    return address.isPresent() ? MetricsServer.start(address.get(), nodeMetrics)::close : () -> {};
  }

  private int supervise(List<Integer> gpus, NodeConfig config) throws InterruptedException {
    ParseResult given = specification.commandLine().getParseResult();
    Optional<String> id = config.nodeId().map(NodeId::value);
    AgentSupervisor supervisor =
        new AgentSupervisor(
            gpus,
            gpu ->
                AgentCommand.of(
                    TrainerNode.class,
                    AgentArguments.of(given, gpu, config.workDirectory(), id, metrics.address())),
            NodeClock.SYSTEM);
    StopSignals.stop(reason -> supervisor.stop());
    return supervisor.run();
  }

  /** Another trainer need not draw images. */
  private Labels labels() {
    Labels own = capabilities.labels();
    boolean draws =
        Words.of(trainerArguments).equals(List.of("train"))
            && trainer.getFileName().toString().equals("sdxl-lora");
    return draws ? own.with(NodeRequirements.SAMPLES_DRAWN) : own;
  }

  private NodeConfig config() {
    return new NodeConfig(
        new ApiEndpoint(api, NodeKey.read(apiKeyFile), Duration.ofSeconds(apiTimeoutSeconds)),
        Optional.ofNullable(nodeId).filter(id -> !id.isEmpty()).map(NodeId::new),
        new PoolName(pool),
        labels(),
        workDirectory,
        models.settings(),
        new TrainerProgram(trainer, Words.of(trainerArguments)),
        limits.limits(),
        limits.minFreeDiskBytes(),
        work.pollInterval(),
        work.longestWait(),
        drain.drain(),
        drain.hangs(),
        Duration.ofSeconds(storagePatienceSeconds),
        capabilities.gpu(),
        log.settings(),
        work.once());
  }

  /** Ends with the agent. */
  private interface MetricsServing extends AutoCloseable {
    @Override
    void close();
  }

  /** The version that the jar was built as. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = TrainerNode.class.getPackage().getImplementationVersion();
      return new String[] {"trainer-node " + (version == null ? "unpackaged" : version)};
    }
  }
}
