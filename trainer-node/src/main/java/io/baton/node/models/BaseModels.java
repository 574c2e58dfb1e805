package io.baton.node.models;

import io.baton.node.clock.NodeClock;
import io.baton.node.failure.AttemptFailedException;
import io.baton.node.failure.DiskFailures;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.BaseModel;
import io.baton.protocol.work.NodeCapabilities;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The base models that this node can train: those that lie here, and those that it may fetch. */
public final class BaseModels {
  private static final Logger LOG = System.getLogger(BaseModels.class.getName());

  private final ModelSources sources;
  private final ModelFolders folders;
  private final ModelCache cache;

  /**
   * The models of a node.
   *
   * @param patience how long a source may fail without any progress
   */
  public BaseModels(
      ModelSettings settings, NodeClock clock, Duration patience, ModelObserver observer) {
    this.sources = new ModelSources(settings.directory(), settings.sources(), settings.allowed());
    this.folders = new ModelFolders(settings.directory());
    this.cache = new ModelCache(settings, clock, patience, observer);
  }

  /**
   * Brings a model here, if it is not, and holds it.
   *
   * @param onFetch called if it has to be fetched
   */
  public HeldModel acquire(ModelRequest request, Runnable onFetch)
      throws AttemptFailedException, InterruptedException {
    ModelLocation location = sources.locate(request.model());
    try {
      if (location instanceof ModelLocation.Folder folder) {
        return HeldModel.lasting(folders.require(request, folder.path()));
      }
      return cache.acquire(request, location, onFetch);
    } catch (IOException e) {
      throw DiskFailures.of(e);
    }
  }

  /** Those that need no download, as jobs name them. */
  public List<BaseModel> cached() {
    TreeSet<String> names = new TreeSet<>();
    folders.names().forEach(name -> names.add(name.name()));
    Map<String, List<BaseModel>> aliases =
        sources.named().entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    entry -> entry.getValue().toString(),
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    sources
        .named()
        .forEach(
            (name, location) -> {
              if (location instanceof ModelLocation.Folder folder
                  && folders.isModel(folder.path())) {
                names.add(name.name());
              }
            });
    try {
      for (String location : cache.locations()) {
        aliases.getOrDefault(location, List.of()).forEach(name -> names.add(name.name()));
        if (sources.mayBeNamed(location)) {
          names.add(location);
        }
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, () -> "The cache of models cannot be read: " + e);
    }
    return names.stream()
        .flatMap(name -> valid(name).stream())
        .limit(NodeCapabilities.MAX_CACHED_BASE_MODELS)
        .toList();
  }

  private static Optional<BaseModel> valid(String name) {
    try {
      return Optional.of(new BaseModel(name));
    } catch (InvalidFieldException cannotBeAskedFor) {
      return Optional.empty();
    }
  }
}
