package io.baton.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import io.baton.cli.platform.Checkout;
import io.baton.cli.platform.Ports;
import io.baton.cli.terminal.Words;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Baton needs of a machine, and whether it is there. */
final class Examination {
  private static final long GIB = 1L << 30;
  private static final long MEMORY = 4 * GIB;

  /** The kernel and the firmware keep some of a 4 GiB machine for themselves. */
  private static final long MEMORY_TOLERANCE = GIB / 2;

  /** Maven's repository, libtorch unpacked, a base model's worth of objects. */
  private static final long DISK = 5 * GIB;

  private static final int DEFAULT_PORT = 8080;
  private static final Pattern GLIBC = Pattern.compile("(\\d+)\\.(\\d+)\\s*$");

  private final Checkout checkout;

  Examination(Checkout checkout) {
    this.checkout = checkout;
  }

  List<Finding> findings() {
    return List.of(
        system(),
        java(),
        compiler(),
        maven(),
        built(),
        memory(),
        disk(),
        glibc(),
        cxx(),
        program("setsid", "util-linux"),
        program("bash", "bash"),
        userNamespaces(),
        port(),
        docker());
  }

  private static Finding system() {
    String seen = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    return Finding.needed(
        seen.equals("Linux amd64"),
        "System",
        seen,
        "the local platform trains with libtorch for Linux on x86-64; jobs can be submitted from"
            + " here to an API elsewhere");
  }

  private static Finding java() {
    int version = Runtime.version().feature();
    return Finding.needed(
        version >= 17,
        "Java",
        Runtime.version() + " in " + System.getProperty("java.home"),
        "Debian: apt install openjdk-17-jdk-headless; Fedora: dnf install java-21-openjdk-devel");
  }

  private static Finding compiler() {
    Path compiler = Path.of(System.getProperty("java.home"), "bin", "javac");
    return Finding.needed(
        Files.isExecutable(compiler),
        "Java compiler",
        Files.isExecutable(compiler) ? compiler.toString() : "this Java is a runtime only",
        "Debian: apt install openjdk-17-jdk-headless; Fedora: dnf install java-21-openjdk-devel");
  }

  private static Finding maven() {
    Optional<String> version =
        Machine.firstLine("mvn", "-v").map(line -> line.replaceAll("\033\\[[0-9;]*m", ""));
    return Finding.needed(
        version.isPresent(),
        "Maven",
        version.orElse("no 'mvn' on PATH"),
        "Debian: apt install maven; Fedora: dnf install maven");
  }

  private Finding built() {
    return checkout
        .missing()
        .map(
            path ->
                Finding.advice(
                    "Build",
                    "not built yet: " + checkout.root().relativize(path),
                    "'baton demo' and 'baton up' build what is missing"))
        .orElseGet(() -> Finding.fine("Build", "everything in " + checkout.root()));
  }

  private static Finding memory() {
    long total =
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    return Finding.needed(
        total >= MEMORY - MEMORY_TOLERANCE,
        "Memory",
        Words.ofBytes(total),
        "the platform with one training run needs 4 GiB");
  }

  private static Finding disk() {
    Path home = Path.of(System.getProperty("user.home"));
    try {
      long free = Files.getFileStore(home).getUsableSpace();
      return Finding.needed(
          free >= DISK,
          "Disk",
          Words.ofBytes(free) + " free for " + home,
          "make 5 GiB free: Maven's repository, libtorch and the platform's data go there");
    } catch (IOException e) {
      return Finding.missing(
          "Disk",
          home + " cannot be examined: " + e.getMessage(),
          "give the user a home directory");
    }
  }

  private static Finding glibc() {
    String remedy =
        "libtorch needs glibc 2.29 or later: Debian 11, Ubuntu 20.04, Fedora 30 or later; Alpine"
            + " (musl) does not do";
    String line = Machine.firstLine("ldd", "--version").orElse("no glibc found");
    Matcher version = GLIBC.matcher(line);
    boolean enough =
        version.find()
            && Integer.parseInt(version.group(1)) == 2
            && Integer.parseInt(version.group(2)) >= 29;
    return Finding.needed(enough, "C library", line, remedy);
  }

  private static Finding cxx() {
    Optional<Path> library = Machine.library("libstdc++.so.6");
    return Finding.needed(
        library.isPresent(),
        "C++ library",
        library.map(Path::toString).orElse("no libstdc++.so.6"),
        "libtorch needs it. Debian: apt install libstdc++6; Fedora: dnf install libstdc++");
  }

  private static Finding program(String name, String packageName) {
    Optional<Path> program = Machine.program(name);
    return Finding.needed(
        program.isPresent(),
        name,
        program.map(Path::toString).orElse("not on PATH"),
        "Debian: apt install %s; Fedora: dnf install %s".formatted(packageName, packageName));
  }

  /** PostgreSQL refuses to run as root, so for root it runs in a user namespace. */
  private static Finding userNamespaces() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Finding.fine("User", System.getProperty("user.name"));
    }
    boolean possible = Machine.firstLine("unshare", "-U", "echo", "yes").isPresent();
    return Finding.needed(
        possible,
        "User",
        "root, " + (possible ? "with" : "without") + " user namespaces",
        "run Baton as an ordinary user: PostgreSQL refuses root, and 'unshare -U' fails here");
  }

  private static Finding port() {
    return Ports.isFree(DEFAULT_PORT)
        ? Finding.fine("Port " + DEFAULT_PORT, "free")
        : Finding.advice(
            "Port " + DEFAULT_PORT, "in use", "start the platform with 'baton up --port PORT'");
  }

  private static Finding docker() {
    Optional<String> server =
        Machine.firstLine("docker", "version", "--format", "{{.Server.Version}}");
    return server
        .map(version -> Finding.fine("Docker", version))
        .orElseGet(
            () ->
                Finding.advice(
                    "Docker",
                    "no engine answers",
                    "only tests use it, and fall back to embedded PostgreSQL. Debian: apt install"
                        + " docker.io; Fedora: dnf install moby-engine"));
  }
}
