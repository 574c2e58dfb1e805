package io.baton.it.bench;

/**
 * How large the pool is.
 *
 * @param nodes of which every tenth is idle
 * @param queued jobs that wait
 * @param asks for each figure, at least 10
 * @param claims in each round
 */
record PoolScale(int nodes, int queued, int asks, int claims) {
  static final PoolScale FULL = new PoolScale(10_000, 100_000, 20, 1_000);
  static final PoolScale QUICK = new PoolScale(200, 2_000, 10, 100);

  int busy() {
    return nodes - nodes / 10;
  }
}
