package io.baton.cli.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.cli.CommandFailedException;
import io.baton.cli.document.Documents;
import io.baton.cli.document.InvalidDocumentException;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.JobSpec;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A job on its way to its submission.
 *
 * @param origin where it was read, for people; empty: the command line alone
 * @param document its fields, but for the datasets that are still to be uploaded
 * @param images to be uploaded as its dataset
 * @param classImages to be uploaded as its dataset of class images
 */
record JobDraft(
    String origin, ObjectNode document, Optional<Path> images, Optional<Path> classImages) {
  private static final String DATASET = "datasetId";
  private static final String CLASS_DATASET = "training.prior.classDatasetId";

  /** Stands for a dataset while the rest of a job is checked. */
  private static final DatasetId NOT_UPLOADED = new DatasetId("not-uploaded-yet");

  /** The job, as far as it can be known before anything is uploaded. */
  JobSpec checked() {
    return uploaded(NOT_UPLOADED, NOT_UPLOADED);
  }

  /** As it is without its class images, which then would be drawn. */
  JobSpec withoutClassImages() {
    ObjectNode copy = document.deepCopy();
    images.ifPresent(any -> Documents.set(copy, DATASET, NOT_UPLOADED));
    return read(copy);
  }

  JobSpec uploaded(DatasetId dataset, DatasetId classDataset) {
    ObjectNode copy = document.deepCopy();
    images.ifPresent(any -> Documents.set(copy, DATASET, dataset));
    classImages.ifPresent(any -> Documents.set(copy, CLASS_DATASET, classDataset));
    return read(copy);
  }

  private JobSpec read(ObjectNode complete) {
    if (!complete.has(DATASET)) {
      throw CommandFailedException.usage(
          (origin.isEmpty() ? "A job" : origin)
              + " needs images: --images DIR, or --dataset ID of images that are there already.");
    }
    try {
      return Documents.as(JobSpec.class, complete);
    } catch (InvalidDocumentException e) {
      throw CommandFailedException.usage(sentence(e));
    }
  }

  private String sentence(InvalidDocumentException e) {
    Optional<String> option = JobFlag.ofPath(e.field()).map(flag -> flag.names().get(0));
    if (origin.isEmpty()) {
      return option.orElse("'" + e.field() + "'") + " " + e.requirement() + ".";
    }
    return origin
        + ": '"
        + e.field()
        + "' "
        + e.requirement()
        + option.map(name -> " (or give " + name + ")").orElse("")
        + ".";
  }

  /** The name that lists will show. */
  Optional<String> name() {
    return Optional.ofNullable(document.get("name")).map(JsonNode::asText);
  }
}
