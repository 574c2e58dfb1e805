package io.baton.autoscaler.kubernetes;

/** What keeps a pool's pods running. */
enum WorkloadKind {
  /** Any pod can go. */
  DEPLOYMENT("Deployment", "deployments"),
  /** Only the pods with the highest numbers can go. */
  STATEFUL_SET("StatefulSet", "statefulsets");

  private final String kind;
  private final String plural;

  WorkloadKind(String kind, String plural) {
    this.kind = kind;
    this.plural = plural;
  }

  String kind() {
    return kind;
  }

  String plural() {
    return plural;
  }
}
