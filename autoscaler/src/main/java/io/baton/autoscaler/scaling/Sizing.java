package io.baton.autoscaler.scaling;

import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.ScalingReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides how a pool's replicas follow its jobs. In this order: nobody above the limit, everybody
 * that the jobs need, nobody that was not needed for long enough.
 */
public final class Sizing {
  /** Who loses most by going on somewhere else. */
  private static final Comparator<Member> MOST_AT_RISK =
      Comparator.comparingDouble((Member each) -> each.node().atRiskSeconds()).reversed();

  private static final Comparator<Member> LAST_IDLE =
      Comparator.comparing(Member::idleSince).reversed();

  private final Situation situation;
  private final PoolPolicy policy;
  private final Limits limits;
  private final Replicas replicas;
  private final PoolHistory history;
  private final Departures departures;
  private final Instant now;
  private final Draft draft;

  /** What the jobs ask for, whatever the limits. */
  private final int needed;

  private final int desired;

  private Sizing(Situation situation, PoolHistory history, Removable removable) {
    this.situation = situation;
    this.policy = situation.policy();
    this.limits = situation.limits();
    this.replicas = situation.replicas();
    this.history = history;
    this.now = situation.now();
    this.departures = new Departures(replicas, removable, now);
    this.needed = situation.replicasFor(situation.jobs());
    this.desired = limits.clamp(needed);
    this.draft = new Draft(situation, needed, desired);
  }

  /** What to do now. Changes nothing itself. */
  public static Plan decide(Situation situation, PoolHistory history, Removable removable) {
    return new Sizing(situation, history, removable).decide();
  }

  /** Nothing can be done because the provider says no. */
  public static Plan failed(Situation situation, String sentence) {
    int needed = situation.replicasFor(situation.jobs());
    return new Draft(situation, needed, situation.limits().clamp(needed)).failed(sentence);
  }

  private Plan decide() {
    if (policy.paused()) {
      return draft.plan(ScalingReason.PAUSED, "the pool is paused");
    }
    replicas.returned().forEach(draft::undrain);
    List<Member> leavingBusy = replicas.leaving().stream().filter(Member::isBusy).toList();
    int over = replicas.staying() + leavingBusy.size() - limits.max();
    if (over > 0) {
      trim(over, leavingBusy);
      if (draft.changes()) {
        return draft.plan(limits.maxRule(), Wording.upperLimit(limits));
      }
    } else {
      leavingBusy.forEach(draft::undrain);
    }
    int rescued = over > 0 ? 0 : (int) leavingBusy.stream().filter(this::canWork).count();
    int shortage = shortage(rescued);
    return shortage > 0 ? grow(shortage, rescued) : shrink(rescued);
  }

  /**
   * Takes away what is above the limit: what did not start, then nodes without a job, and only then
   * those with the least work at risk. Of busy ones that were to go, those stay for whom others can
   * go by now.
   */
  private void trim(int over, List<Member> leavingBusy) {
    int step = policy.stepDown();
    int withdrawn = Math.min(Math.min(over, step), replicas.unstarted());
    draft.withdraw(withdrawn);
    List<Going> unoccupied = over > withdrawn ? departures.unoccupied() : List.of();
    List<Going> chosen = first(unoccupied, Math.min(over, step) - withdrawn);
    chosen.forEach(draft::go);
    int busyToGo = over - withdrawn - chosen.size();
    int moreBusy = Math.min(busyToGo - leavingBusy.size(), step - withdrawn - chosen.size());
    if (moreBusy > 0 && chosen.size() == unoccupied.size()) {
      first(departures.busy(chosen), moreBusy).forEach(draft::go);
    }
    leavingBusy.stream()
        .sorted(MOST_AT_RISK)
        .limit(Math.max(0, leavingBusy.size() - busyToGo))
        .forEach(draft::undrain);
  }

  /** Of those that can work off what waits, or of all. */
  private int shortage(int rescued) {
    int able = replicas.capacity() + rescued;
    int forJobs = Math.min(needed, limits.max()) - able;
    int inAll = desired - able - replicas.useless().size();
    return Math.max(forJobs, inAll);
  }

  private Plan grow(int shortage, int rescued) {
    List<Member> back =
        replicas.leaving().stream()
            .filter(each -> !each.isBusy() && canWork(each))
            .sorted(LAST_IDLE)
            .limit(Math.max(0, Math.min(shortage, limits.max() - replicas.staying() - rescued)))
            .toList();
    back.forEach(draft::undrain);
    int more = shortage - back.size();
    int room = Math.max(0, limits.max() - replicas.staying() - replicas.leaving().size());
    if (more == 0) {
      return draft.plan(upRule(), upWords());
    }
    if (room == 0) {
      makeRoom(more - replicas.leaving().size());
      return draft.plan(limits.maxRule(), Wording.upperLimit(limits));
    }
    Optional<StockOut> stockOut = history.stockOut().filter(each -> each.forbidsAsking(now));
    if (stockOut.isPresent()) {
      return draft.plan(ScalingReason.STOCK_OUT, stockOutWords(stockOut.get(), true));
    }
    Optional<Instant> coolDown = history.growsAgainAt(seconds(policy.upCooldownSeconds()), now);
    if (coolDown.isPresent()) {
      return draft.plan(
          ScalingReason.COOL_DOWN, Wording.coolDown("upCooldownSeconds", coolDown.get()));
    }
    draft.grow(Math.min(Math.min(more, room), policy.stepUp()));
    if (policy.stepUp() < Math.min(more, room)) {
      return draft.plan(
          ScalingReason.STEP_LIMIT, "stepUp allows " + policy.stepUp() + " at a time");
    }
    return room < more
        ? draft.plan(limits.maxRule(), Wording.upperLimit(limits))
        : draft.plan(upRule(), upWords());
  }

  private boolean canWork(Member member) {
    return member.node().online() && member.node().useful() && !member.isQuarantined(now);
  }

  /** Useless nodes go where their places are needed. */
  private void makeRoom(int more) {
    if (history.shrinksAgainAt(seconds(policy.downCooldownSeconds()), now).isEmpty()) {
      first(departures.useless(situation.idle()), Math.min(more, policy.stepDown()))
          .forEach(draft::go);
    }
  }

  private ScalingReason upRule() {
    if (needed > limits.max()) {
      return limits.maxRule();
    }
    return needed < limits.min() ? limits.minRule() : ScalingReason.DEMAND;
  }

  private String upWords() {
    if (needed > limits.max()) {
      return Wording.upperLimit(limits);
    }
    return needed < limits.min() ? Wording.lowerLimit(limits) : "";
  }

  private Plan shrink(int rescued) {
    Surplus surplus = new NotNeeded(situation, history, departures, desired, rescued).surplus();
    if (surplus.isEmpty()) {
      return rest(rescued);
    }
    Optional<Instant> coolDown = history.shrinksAgainAt(seconds(policy.downCooldownSeconds()), now);
    if (coolDown.isPresent()) {
      return draft.plan(
          ScalingReason.COOL_DOWN, Wording.coolDown("downCooldownSeconds", coolDown.get()));
    }
    int step = policy.stepDown();
    int withdrawn = Math.min(step, surplus.unstarted());
    draft.withdraw(withdrawn);
    first(surplus.going(), step - withdrawn).forEach(draft::go);
    if (step < surplus.size()) {
      return draft.plan(ScalingReason.STEP_LIMIT, "stepDown allows " + step + " at a time");
    }
    return surplus.going().isEmpty()
        ? draft.plan(ScalingReason.DEMAND, "fewer are needed than were asked for")
        : draft.plan(ScalingReason.IDLE, "not needed for " + policy.idleSeconds() + " s");
  }

  private String stockOutWords(StockOut stockOut, boolean more) {
    return Wording.stockOut(stockOut, more, situation.shortage());
  }

  /** Nothing goes and nothing comes: which rule says so. */
  private Plan rest(int rescued) {
    if (history.stockOut().isPresent()) {
      return draft.plan(ScalingReason.STOCK_OUT, stockOutWords(history.stockOut().get(), false));
    }
    if (needed > limits.max()) {
      return draft.plan(limits.maxRule(), Wording.upperLimit(limits));
    }
    int all = replicas.capacity() + replicas.useless().size() + rescued;
    if (all > desired && replicas.busy().size() < all) {
      return draft.plan(ScalingReason.KEPT_WARM, Wording.warm(all - desired, policy));
    }
    return needed < limits.min()
        ? draft.plan(limits.minRule(), Wording.lowerLimit(limits))
        : draft.plan(ScalingReason.IN_BALANCE, "");
  }

  private static List<Going> first(List<Going> all, int most) {
    return all.subList(0, Math.max(0, Math.min(all.size(), most)));
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
