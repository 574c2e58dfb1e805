package io.baton.api.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Spoils what is good. */
final class Nonsense {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Text that something in the way may stumble over. */
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a\0b",
          "\0",
          "'",
          "\" or 1=1 --",
          "%",
          "%s%n{0}${x}",
          "../../../etc/passwd",
          "a/b",
          "a\\b",
          "\uD83D\uDE00",
          "\uD800",
          "\u202Egnp.tac",
          "a\r\nX: y",
          "null",
          "NaN",
          "-1",
          "1e999",
          "x".repeat(300),
          "x".repeat(20_000));

  private static final List<JsonNode> VALUES =
      List.of(
          JSON.nullNode(),
          JSON.booleanNode(true),
          JSON.numberNode(0),
          JSON.numberNode(-1),
          JSON.numberNode(1.5),
          JSON.numberNode(Long.MAX_VALUE),
          JSON.numberNode(Long.MIN_VALUE),
          JSON.numberNode(new BigInteger("9".repeat(400))),
          JSON.numberNode(new BigDecimal("1e-400")),
          JSON.numberNode(new BigDecimal("1e999999")),
          JSON.objectNode(),
          JSON.arrayNode(),
          JSON.arrayNode().addNull(),
          JSON.arrayNode().add(JSON.arrayNode()),
          JSON.objectNode().put("nonsense", 1));

  private final Random random;

  Nonsense(Random random) {
    this.random = random;
  }

  String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  JsonNode value() {
    return random.nextBoolean() ? JSON.textNode(text()) : VALUES.get(random.nextInt(VALUES.size()));
  }

  /** The same with one thing in it changed, at whatever depth. */
  JsonNode spoiled(JsonNode good) {
    JsonNode copy = good.deepCopy();
    List<JsonNode> containers = new ArrayList<>();
    collect(copy, containers);
    if (containers.isEmpty()) {
      return value();
    }
    JsonNode container = containers.get(random.nextInt(containers.size()));
    if (container instanceof ObjectNode object) {
      spoil(object);
    } else {
      spoil((ArrayNode) container);
    }
    return copy;
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }

  private void spoil(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    int choice = random.nextInt(10);
    if (choice == 0 || names.isEmpty()) {
      object.set(random.nextBoolean() ? "unknown" : text(), value());
      return;
    }
    String name = names.get(random.nextInt(names.size()));
    if (choice == 1) {
      object.remove(name);
    } else if (choice == 2 && object.get(name).isNumber()) {
      object.put(
          name, object.get(name).asLong() + (random.nextBoolean() ? 1 : -1) * 1_000_000_007L);
    } else {
      object.set(name, value());
    }
  }

  private void spoil(ArrayNode array) {
    switch (random.nextInt(4)) {
      case 0 -> array.removeAll();
      case 1 -> {
        JsonNode item = array.isEmpty() ? value() : array.get(0);
        for (int i = 0; i < 1100; i++) {
          array.add(item);
        }
      }
      case 2 -> array.add(array.isEmpty() ? value() : array.get(0));
      default -> array.add(value());
    }
  }

  /** What is no JSON at all, or none that should be read. */
  byte[] garbage(byte[] good) {
    return switch (random.nextInt(9)) {
      case 0 -> new byte[0];
      case 1 -> java.util.Arrays.copyOf(good, good.length / 2);
      case 2 -> bytes("[".repeat(100_000));
      case 3 -> bytes("{\"a\":".repeat(50_000));
      case 4 -> new byte[] {(byte) 0xff, (byte) 0xfe, '{', '}'};
      case 5 -> bytes(new String(good, StandardCharsets.UTF_8) + "x");
      case 6 -> bytes("{\"name\":\"a\",\"name\":\"b\"}");
      case 7 -> bytes("\"" + text().replace("\"", "") + "\"");
      default -> {
        byte[] noise = new byte[1 + random.nextInt(200)];
        random.nextBytes(noise);
        yield noise;
      }
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
