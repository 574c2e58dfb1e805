package io.baton.node.trainer;

import java.util.Optional;

/** Makes of a line that a trainer printed what it tells; empty: nothing new. */
@FunctionalInterface
interface LineReader {
  Optional<TrainerEvent> read(String line);
}
