package io.baton.api.dataset;

import io.baton.protocol.access.OwnerName;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.dataset.DatasetStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether jobs may use datasets. */
@ApplicationScoped
public class DatasetUse {
  // The lock keeps a deletion waiting until the jobs are there, and sees them.
  private static final String LOCK =
      """
      select id, status, images from dataset
      where id in (:ids) and owner = :owner and deleted_at is null
      for key share
      """;

  private final EntityManager entities;

  DatasetUse(EntityManager entities) {
    this.entities = entities;
  }

  /** Looks at datasets of one owner, which stay until the running transaction ends. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Map<DatasetId, State> look(OwnerName owner, Collection<DatasetId> ids) {
    Map<DatasetId, State> states = new HashMap<>();
    ids.forEach(id -> states.put(id, State.unknown(id)));
    if (!ids.isEmpty()) {
      @SuppressWarnings("unchecked")
      List<Tuple> found =
          entities
              .createNativeQuery(LOCK, Tuple.class)
              .setParameter("ids", ids.stream().map(DatasetId::value).toList())
              .setParameter("owner", owner.value())
              .getResultList();
      for (Tuple row : found) {
        DatasetId id = new DatasetId(row.get(0, String.class));
        states.put(id, State.of(id, row.get(1, String.class), row.get(2, Integer.class)));
      }
    }
    return states;
  }

  /**
   * Whether a dataset can be trained on.
   *
   * @param refusal what is wrong with it, as the end of a sentence that begins with the field
   * @param images how many it has
   */
  public record State(Optional<String> refusal, int images) {
    private static State unknown(DatasetId id) {
      return new State(Optional.of("names no dataset: there is no " + id), 0);
    }

    private static State of(DatasetId id, String status, int images) {
      boolean ready = status.equals(DatasetStatus.READY.wireName());
      return new State(
          ready
              ? Optional.empty()
              : Optional.of(
                  "names "
                      + id
                      + ", which is "
                      + status
                      + ": upload its files and finalize it first"),
          images);
    }
  }
}
