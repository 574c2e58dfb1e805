package io.baton.it.bench;

/** CPU time that was used. */
record CpuTime(double serviceSeconds, double postgresSeconds) {
  CpuTime since(CpuTime before) {
    return new CpuTime(
        serviceSeconds - before.serviceSeconds, postgresSeconds - before.postgresSeconds);
  }
}
