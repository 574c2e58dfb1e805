package io.baton.cli.key;

import io.baton.cli.ApiCommand;
import io.baton.cli.Listing;
import io.baton.cli.Surroundings;
import io.baton.cli.terminal.Facts;
import io.baton.cli.terminal.Table;
import io.baton.cli.terminal.Words;
import io.baton.protocol.access.CreatedKey;
import io.baton.protocol.access.Key;
import io.baton.protocol.access.KeyCreation;
import io.baton.protocol.access.KeyId;
import io.baton.protocol.access.KeyPage;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.access.Role;
import io.baton.protocol.client.KeysClient;
import io.baton.protocol.pool.PoolName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code baton keys}. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = "Lists API keys; makes, shows and revokes them.")
public final class KeysCommand extends ApiCommand {
  private static final int PAGE = 200;

  @Option(names = "--all", description = "Those that are revoked or have expired too.")
  private boolean all;

  private KeysCommand(Surroundings surroundings) {
    super(surroundings);
  }

  public static CommandLine commandLine(Surroundings surroundings) {
    return Listing.add(
            new CommandLine(new KeysCommand(surroundings)), new KeysCommand(surroundings))
        .addSubcommand(new Create(surroundings))
        .addSubcommand(new Current(surroundings))
        .addSubcommand(new Revoke(surroundings));
  }

  @Override
  public Integer call() {
    KeysClient client = api().keys();
    Instant now = Instant.now();
    List<Key> keys = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      KeyPage page = client.keys(cursor, PAGE);
      page.keys().stream().filter(key -> all || isValid(key, now)).forEach(keys::add);
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    return answer(keys, () -> keys.stream().map(Key::id).toList(), () -> print(keys, now));
  }

  private static boolean isValid(Key key, Instant now) {
    return key.revokedAt().isEmpty() && key.expiresAt().filter(end -> !end.isAfter(now)).isEmpty();
  }

  private void print(List<Key> keys, Instant now) {
    Table table =
        new Table("KEY", "ROLE", "FOR", "ENDS", "USED", "STATE", "NAME").shrinking("NAME");
    for (Key key : keys) {
      table.row(
          key.id(),
          key.role().wireName(),
          whose(key),
          "…" + key.ending(),
          key.lastUsedAt().map(at -> Words.age(at, now) + " ago").orElse("never"),
          state(key, now),
          key.name());
    }
    table.print(console, "");
  }

  private static String whose(Key key) {
    return key.owner().map(OwnerName::value).or(() -> key.pool().map(PoolName::value)).orElse("-");
  }

  private static String state(Key key, Instant now) {
    if (key.revokedAt().isPresent()) {
      return "revoked";
    }
    return key.expiresAt()
        .map(end -> end.isAfter(now) ? "expires " + Words.in(end, now) : "expired")
        .orElse("valid");
  }

  /** {@code baton keys create}. */
  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Makes a key, which is shown this once. With --quiet: the key alone.")
  static final class Create extends ApiCommand {
    @Parameters(paramLabel = "NAME", description = "What it is for, such as \"alice, laptop\".")
    private String name;

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        defaultValue = "user",
        description = "user, node or operator. Default: ${DEFAULT-VALUE}.")
    private Role role;

    @Option(
        names = "--owner",
        paramLabel = "NAME",
        description = "Whose things a user's key reaches. Default: the caller's.")
    private OwnerName owner;

    @Option(names = "--pool", paramLabel = "NAME", description = "Whose nodes a node's key is for.")
    private PoolName pool;

    @Option(
        names = "--expires-in",
        paramLabel = "SECONDS",
        description = "60 to 315360000. Default: valid until it is revoked.")
    private Long seconds;

    Create(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    public Integer call() {
      KeyCreation creation =
          new KeyCreation(
              name,
              role,
              Optional.ofNullable(owner),
              Optional.ofNullable(pool),
              Optional.ofNullable(seconds));
      CreatedKey created = api().keys().create(creation);
      return answer(
          created,
          () -> List.of(created.secret().value()),
          () -> {
            console.line("@|bold " + created.secret().value() + "|@");
            console.plain("Keep it: it is not shown again. It is key " + created.key().id() + ".");
          });
    }
  }

  /** {@code baton keys current}. */
  @Command(
      name = "current",
      mixinStandardHelpOptions = true,
      description = "Shows the key that commands use.")
  static final class Current extends ApiCommand {
    Current(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    public Integer call() {
      Key key = api().keys().current();
      return answer(
          key,
          () -> List.of(key.id()),
          () ->
              new Facts()
                  .add("key", key.id() + ", ends in " + key.ending())
                  .add("name", key.name())
                  .add("role", key.role().wireName())
                  .add("owner", key.owner())
                  .add("pool", key.pool())
                  .add("made", Words.dateAndTime(key.createdAt()))
                  .add("expires", key.expiresAt().map(Words::dateAndTime).orElse("never"))
                  .print(console));
    }
  }

  /** {@code baton keys revoke}. */
  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Ends keys for good; whoever uses them is refused from then on.")
  static final class Revoke extends ApiCommand {
    @Parameters(arity = "1..*", paramLabel = "KEY", description = "Ids of keys.")
    private List<KeyId> ids;

    Revoke(Surroundings surroundings) {
      super(surroundings);
    }

    @Override
    public Integer call() {
      KeysClient client = api().keys();
      List<Key> revoked = ids.stream().map(client::revoke).toList();
      return answer(
          revoked,
          List::of,
          () -> revoked.forEach(key -> console.plain("Key " + key.id() + " is revoked.")));
    }
  }
}
