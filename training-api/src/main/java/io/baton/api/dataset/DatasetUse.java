package io.baton.api.dataset;

import io.baton.protocol.access.OwnerName;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.dataset.DatasetStatus;
import io.baton.protocol.field.InvalidFieldException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.List;

/** Whether a job may use a dataset. */
@ApplicationScoped
public class DatasetUse {
  // The lock keeps a deletion waiting until the job is there, and sees it.
  private static final String LOCK =
      "select status, owner, deleted_at is not null, images from dataset where id = :id for key share";

  private final EntityManager entities;

  DatasetUse(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Makes sure that the owner's dataset is ready and stays until the running transaction ends.
   *
   * @param field of the spec that names it
   * @return how many images it has
   * @throws InvalidFieldException naming the field
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public int requireReady(OwnerName owner, String field, DatasetId id) {
    @SuppressWarnings("unchecked")
    List<Tuple> found =
        entities
            .createNativeQuery(LOCK, Tuple.class)
            .setParameter("id", id.value())
            .getResultList();
    if (found.isEmpty()
        || !owner.value().equals(found.get(0).get(1, String.class))
        || found.get(0).get(2, Boolean.class)) {
      throw new InvalidFieldException(field, "names no dataset: there is no " + id);
    }
    String status = found.get(0).get(0, String.class);
    if (!status.equals(DatasetStatus.READY.wireName())) {
      throw new InvalidFieldException(
          field,
          "names " + id + ", which is " + status + ": upload its files and finalize it first");
    }
    return found.get(0).get(3, Integer.class);
  }
}
