package io.baton.autoscaler.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.PoolProviderBehaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example of the documentation does what every provider does. */
class RentedPoolTest extends PoolProviderBehaviour {
  private static final Path PAGE = Path.of("../docs/providers.md");
  private static final Path SOURCE =
      Path.of("src/test/java/io/baton/autoscaler/example/RentedPool.java");
  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  private Rental rental = new Rental();

  @Override
  protected PoolProvider newProvider() {
    return new RentedPool("gpu", rental);
  }

  @Override
  protected PoolProvider newStarvedProvider() {
    rental.stock(0);
    return newProvider();
  }

  @Override
  protected void kill(Instance instance) {
    rental.lose(instance.id().value());
  }

  @Override
  protected void goOn() {
    rental.settle();
  }

  @Test
  void a_successor_takes_over_what_runs() {
    grow(2);

    provider = newProvider();

    assertThat(provider.look().requested()).isEqualTo(2);
  }

  @Test
  void the_documentation_shows_it_as_it_is() throws IOException {
    Matcher example = EXAMPLE.matcher(Files.readString(PAGE));

    assertThat(example.find()).as("a java block in " + PAGE).isTrue();
    assertThat(example.group(1)).isEqualTo(Files.readString(SOURCE));
  }
}
