package io.baton.autoscaler.example;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Rents out machines one by one, from memory; stands for the library of whoever does. */
final class Rental {
  /** Every machine is taken. */
  static final class SoldOutException extends Exception {
    private static final long serialVersionUID = 1L;

    SoldOutException(String message) {
      super(message);
    }
  }

  /**
   * A machine that runs the image of a node, with its id as {@code BATON_NODE_ID}.
   *
   * @param ending whether it was told to end
   */
  record Machine(String id, String pool, String host, Instant startedAt, boolean ending) {}

  private static final Map<String, Rental> ALL = new ConcurrentHashMap<>();

  private final List<Machine> machines = new ArrayList<>();
  private int stock = 100;
  private int number;

  static Rental at(String address) {
    return ALL.computeIfAbsent(address, unused -> new Rental());
  }

  void stock(int count) {
    stock = count;
  }

  List<Machine> machines(String pool) {
    return machines.stream().filter(machine -> machine.pool().equals(pool)).toList();
  }

  void rent(String pool) throws SoldOutException {
    if (machines.size() >= stock) {
      throw new SoldOutException("no GPU is free");
    }
    number++;
    machines.add(
        new Machine(
            "m-" + number, pool, "host-" + number, Instant.EPOCH.plusSeconds(number), false));
  }

  void end(String id) {
    machines.replaceAll(
        m -> m.id().equals(id) ? new Machine(m.id(), m.pool(), m.host(), m.startedAt(), true) : m);
  }

  /** Those that were told to end are gone some time later. */
  void settle() {
    machines.removeIf(Machine::ending);
  }

  void lose(String id) {
    machines.removeIf(machine -> machine.id().equals(id));
  }
}
