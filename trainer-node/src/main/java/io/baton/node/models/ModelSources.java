package io.baton.node.models;

import io.baton.node.failure.AttemptFailedException;
import io.baton.protocol.job.BaseModel;
import io.baton.protocol.work.FailureClass;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where the names of jobs lead: what the operator named, what lies in the models directory, and
 * what the operator allows jobs to name themselves. A job reaches nothing else.
 */
public final class ModelSources {
  private final Path modelsDirectory;
  private final Map<BaseModel, ModelLocation> named;
  private final List<AllowedSource> allowed;

  public ModelSources(
      Path modelsDirectory, List<ModelSource> sources, List<AllowedSource> allowed) {
    this.modelsDirectory = modelsDirectory.toAbsolutePath().normalize();
    this.allowed = List.copyOf(allowed);
    this.named =
        sources.stream().collect(Collectors.toMap(ModelSource::name, ModelSource::location));
  }

  /**
   * Where a model is.
   *
   * @throws AttemptFailedException if the operator does not allow it
   */
  ModelLocation locate(BaseModel model) throws AttemptFailedException {
    ModelLocation alias = named.get(model);
    if (alias != null) {
      return alias;
    }
    if (!model.isRemote()) {
      return new ModelLocation.Folder(modelsDirectory.resolve(model.name()));
    }
    ModelLocation location =
        ModelLocation.parse(model.name())
            .orElseThrow(() -> notAllowed(model, "is nothing that nodes fetch"));
    if (!mayBeNamed(location)) {
      throw notAllowed(model, "is not among what this node may fetch");
    }
    return location;
  }

  /** Whether jobs may name it by its address. */
  boolean mayBeNamed(String location) {
    return ModelLocation.parse(location).filter(this::mayBeNamed).isPresent();
  }

  private boolean mayBeNamed(ModelLocation location) {
    return allowed.stream().anyMatch(source -> source.allows(location));
  }

  private static AttemptFailedException notAllowed(BaseModel model, String why) {
    return new AttemptFailedException(
        FailureClass.NODE_MISCONFIGURED,
        "The base model '"
            + model
            + "' "
            + why
            + "; its operator can allow it with --allow-models or give it a name with"
            + " --model-source.");
  }

  /** Those with names of the operator's. */
  Map<BaseModel, ModelLocation> named() {
    return Map.copyOf(named);
  }
}
