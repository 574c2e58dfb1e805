package io.baton.api.property;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * What somebody does, or a clock.
 *
 * @param who chooses a node, a job or a grant, old ones included
 */
record Step(Kind kind, int who) {
  enum Kind {
    SUBMIT,
    CLAIM,
    HEARTBEAT,
    RELEASE,
    FAIL,
    BAD_INPUT,
    COMPLETE,
    CHECKPOINT,
    CANCEL,
    RETRY,
    EXTEND,
    RESTART,
    SWEEP,
    LAPSE,
    BAN,
    QUARANTINE,
    DRAIN,
    READMIT,
    CLOCK_FORWARD,
    CLOCK_FAR_FORWARD,
    CLOCK_BACK
  }

  static final Arbitrary<List<Step>> SEQUENCES =
      Combinators.combine(
              Arbitraries.frequency(
                  Tuple.of(2, Kind.SUBMIT),
                  Tuple.of(8, Kind.CLAIM),
                  Tuple.of(5, Kind.HEARTBEAT),
                  Tuple.of(3, Kind.RELEASE),
                  Tuple.of(2, Kind.FAIL),
                  Tuple.of(1, Kind.BAD_INPUT),
                  Tuple.of(2, Kind.COMPLETE),
                  Tuple.of(4, Kind.CHECKPOINT),
                  Tuple.of(1, Kind.CANCEL),
                  Tuple.of(2, Kind.RETRY),
                  Tuple.of(2, Kind.EXTEND),
                  Tuple.of(3, Kind.RESTART),
                  Tuple.of(1, Kind.SWEEP),
                  Tuple.of(3, Kind.LAPSE),
                  Tuple.of(2, Kind.BAN),
                  Tuple.of(1, Kind.QUARANTINE),
                  Tuple.of(1, Kind.DRAIN),
                  Tuple.of(2, Kind.READMIT),
                  Tuple.of(3, Kind.CLOCK_FORWARD),
                  Tuple.of(3, Kind.CLOCK_FAR_FORWARD),
                  Tuple.of(1, Kind.CLOCK_BACK)),
              Arbitraries.integers().between(0, 1000).withoutEdgeCases())
          .as(Step::new)
          .list()
          .ofMinSize(10)
          .ofMaxSize(40);
}
