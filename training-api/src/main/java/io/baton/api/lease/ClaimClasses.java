package io.baton.api.lease;

/**
 * The classes of jobs that wait for a node, in SQL: one row and one look into an index for each,
 * however many jobs it has. {@link ClaimSql} has a form of its own, which stops early.
 */
public final class ClaimClasses {
  /**
   * Tables for a {@code with recursive}: {@code lost_class} and {@code pending_class}, each with
   * {@code claim_class, gpus, min_gpu_memory, node_labels}.
   */
  public static final String LOST_AND_PENDING =
      """
      lost_class as (
        (select claim_class, gpus, min_gpu_memory, node_labels from job
         where lost_since is not null order by claim_class, lost_since limit 1)
        union all
        select next.* from lost_class former cross join lateral (
          select claim_class, gpus, min_gpu_memory, node_labels from job
          where lost_since is not null and claim_class > former.claim_class
          order by claim_class, lost_since limit 1) next
      ), pending_class as (
        (select claim_class, gpus, min_gpu_memory, node_labels from job
         where status = 'pending' order by claim_class, priority desc, sequence limit 1)
        union all
        select next.* from pending_class former cross join lateral (
          select claim_class, gpus, min_gpu_memory, node_labels from job
          where status = 'pending' and claim_class > former.claim_class
          order by claim_class, priority desc, sequence limit 1) next
      )\
      """;

  private ClaimClasses() {}
}
