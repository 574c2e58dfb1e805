package io.baton.autoscaler.saladcloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.protocol.client.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * A container group that goes through the documented states. Where the documentation leaves open
 * which instance goes, it is the one that a user would want least: the one that has run longest.
 */
final class SaladCloudGroup {
  private static final Instant EPOCH = Instant.parse("2026-03-01T12:00:00Z");

  private static final class Held {
    private final String id = UUID.randomUUID().toString();
    private String machine = "00000000-0000-0000-0000-000000000000";
    private GroupInstanceState state = GroupInstanceState.ALLOCATING;
    private Instant updated;
    private int deletionCost;

    private boolean live() {
      return state != GroupInstanceState.STOPPING;
    }

    private void become(GroupInstanceState next, Instant at) {
      state = next;
      updated = at;
    }
  }

  private final List<Held> instances = new ArrayList<>();
  private GroupStatus status = GroupStatus.STOPPED;
  private String description = "";
  private String scaling = "";
  private int replicas;
  private int quota = 1000;
  private int usedByOthers;
  private int machines = Integer.MAX_VALUE;
  private boolean takesItsTime;
  private int stepsSkipped;
  private Instant now = EPOCH;

  /** So many machines there are for it; whoever has none waits. */
  synchronized SaladCloudGroup machines(int count) {
    machines = count;
    return this;
  }

  synchronized SaladCloudGroup quota(int all, int others) {
    quota = all;
    usedByOthers = others;
    return this;
  }

  synchronized SaladCloudGroup status(GroupStatus now, String why) {
    status = now;
    description = why;
    return this;
  }

  /** As if somebody had set it up so that SaladCloud scales it. */
  synchronized SaladCloudGroup scaling(String json) {
    scaling = json;
    return this;
  }

  /** Ends nobody before {@link #endThoseLeft}: it may take "up to several minutes". */
  synchronized SaladCloudGroup takesItsTime() {
    takesItsTime = true;
    return this;
  }

  synchronized void endThoseLeft() {
    takesItsTime = false;
  }

  synchronized void at(Instant time) {
    now = time;
  }

  synchronized int replicas() {
    return replicas;
  }

  synchronized GroupStatus status() {
    return status;
  }

  synchronized boolean has(String id) {
    return instances.stream().anyMatch(held -> held.id.equals(id));
  }

  /** What {@code SALAD_MACHINE_ID} says in the containers that run. */
  synchronized List<String> machinesThatRun() {
    return instances.stream()
        .filter(held -> held.state == GroupInstanceState.RUNNING)
        .map(held -> held.machine)
        .toList();
  }

  synchronized int deletionCost(String id) {
    return held(id).deletionCost;
  }

  private Held held(String id) {
    return instances.stream().filter(held -> held.id.equals(id)).findFirst().orElseThrow();
  }

  synchronized boolean setReplicas(int count) {
    if (usedByOthers + count > quota && count > replicas) {
      return false;
    }
    replicas = count;
    return true;
  }

  synchronized boolean start() {
    if (status != GroupStatus.STOPPED) {
      return false;
    }
    status = GroupStatus.DEPLOYING;
    return true;
  }

  synchronized boolean stop() {
    if (!status.keepsReplicas()) {
      return false;
    }
    status = GroupStatus.STOPPED;
    return true;
  }

  synchronized void setDeletionCost(String id, int cost) {
    held(id).deletionCost = cost;
  }

  synchronized void reallocate(String id) {
    if (!takesItsTime) {
      held(id).become(GroupInstanceState.STOPPING, now);
    }
  }

  /** Its machine's owner plays a game: it is gone without a word. */
  synchronized void interrupt(String id) {
    instances.removeIf(held -> held.id.equals(id));
  }

  /** The container ended and runs again on its machine, under another id. */
  synchronized void restart(String id) {
    Held next = new Held();
    next.updated = now;
    next.machine = held(id).machine;
    next.state = GroupInstanceState.RUNNING;
    held(id).become(GroupInstanceState.STOPPING, now);
    instances.add(next);
    stepsSkipped = 1;
  }

  /** Everything that is under way goes one step on. */
  synchronized void step() {
    if (stepsSkipped-- > 0) {
      return;
    }
    stepsSkipped = 0;
    instances.removeIf(held -> !held.live());
    int wanted = status == GroupStatus.DEPLOYING || status == GroupStatus.RUNNING ? replicas : 0;
    long live = instances.stream().filter(Held::live).count();
    if (!takesItsTime) {
      instances.stream()
          .filter(Held::live)
          .sorted(Comparator.comparingInt(held -> held.deletionCost))
          .limit(Math.max(0, live - wanted))
          .toList()
          .forEach(held -> held.become(GroupInstanceState.STOPPING, now));
    }
    instances.forEach(this::advance);
    for (long i = live; i < wanted; i++) {
      Held added = new Held();
      added.updated = now;
      instances.add(added);
    }
    if (status == GroupStatus.DEPLOYING
        && instances.stream().anyMatch(held -> held.state == GroupInstanceState.RUNNING)) {
      status = GroupStatus.RUNNING;
    }
  }

  private void advance(Held held) {
    switch (held.state) {
      case ALLOCATING -> {
        if (placed() < machines) {
          held.machine = UUID.randomUUID().toString();
          held.become(GroupInstanceState.DOWNLOADING, now);
        }
      }
      case DOWNLOADING -> held.become(GroupInstanceState.CREATING, now);
      case CREATING -> held.become(GroupInstanceState.RUNNING, now);
      case RUNNING, STOPPING, UNKNOWN -> {}
    }
  }

  private long placed() {
    return instances.stream().filter(held -> held.state != GroupInstanceState.ALLOCATING).count();
  }

  synchronized String json() {
    return """
        {"id":"4f6a3dd4-46a9-4a0f-8e54-2b3f1a0f2f11","name":"trainers","display_name":"Trainers",
         "container":{"image":"acme/trainer-node:1"},"autostart_policy":false,"restart_policy":"always",
         "replicas":%d,"priority":"low","pending_change":false,"version":3,"country_codes":[],
         "current_state":{"status":"%s","description":%s,"start_time":"%s","finish_time":"%s",
           "instance_status_counts":{"allocating_count":0,"creating_count":0,"running_count":0,
             "stopping_count":0}},
         "scaling-actions":[]%s,"create_time":"%s","update_time":"%s"}"""
        .formatted(
            replicas,
            word(status),
            description.isEmpty() ? "null" : "\"" + description + "\"",
            EPOCH,
            EPOCH,
            scaling.isEmpty() ? ",\"scheduled-scaling-enabled\":false" : "," + scaling,
            EPOCH,
            EPOCH);
  }

  synchronized String instancesJson() {
    return write(Map.of("instances", instances.stream().map(SaladCloudGroup::map).toList()));
  }

  synchronized String instanceJson(String id) {
    return write(map(held(id)));
  }

  private static Map<String, Object> map(Held held) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", held.id);
    json.put("machine_id", held.machine);
    json.put("state", word(held.state));
    json.put("update_time", held.updated.toString());
    json.put("version", 3);
    json.put("ready", held.state == GroupInstanceState.RUNNING);
    json.put("started", held.state == GroupInstanceState.RUNNING);
    if (held.deletionCost > 0) {
      json.put("deletion_cost", held.deletionCost);
    }
    return json;
  }

  synchronized String quotas() {
    return """
        {"container_groups_quotas":{"container_replicas_quota":%d,"container_replicas_used":%d,
          "max_container_group_reallocations_per_minute":10}}"""
        .formatted(quota, usedByOthers + replicas);
  }

  static String problem(int status, String title, String detail) {
    return write(Map.of("status", status, "title", title, "detail", detail, "type", "about:blank"));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String write(Object json) {
    try {
      return Json.mapper().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
