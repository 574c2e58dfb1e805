package io.baton.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.baton.protocol.client.PoolsClient;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolPolicy;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** How a pool is sized, changed by its operators. */
@InBrowser
class PolicyIT {
  private static final PoolName LOCAL = new PoolName("local");
  private static final String PATH = "/ui/pools/local/policy";

  @Test
  void a_change_shows_its_effect_before_it_is_saved_and_is_in_the_history_then(
      Site site, Person person) {
    PoolsClient pools = new PoolsClient(site.api());
    int before = pools.policy(LOCAL).policy().provisionSeconds();
    long version = pools.policy(LOCAL).version();
    String change = "provisionSeconds: %d → %d".formatted(before, before + 7);
    Page page = person.open(PATH);

    page.locator("#policy-provisionSeconds").fill(Integer.toString(before + 7));
    page.locator("#simulate").click();

    assertThat(page.locator("#differences")).hasText(change);
    assertThat(page.locator("#effect-now")).containsText("with your change");
    assertThat(page.locator("#simulation").getByRole(AriaRole.ROW)).not().hasCount(0);
    Assertions.assertEquals(before, pools.policy(LOCAL).policy().provisionSeconds());

    page.locator("#save").click();

    assertThat(page.locator("#policy-notice")).containsText("Saved as version " + (version + 1));
    assertThat(page.locator("#version-" + (version + 1))).containsText(change);
    Assertions.assertEquals(before + 7, pools.policy(LOCAL).policy().provisionSeconds());
  }

  @Test
  void changes_of_two_operators_at_once_are_both_kept(Site site, Person person) {
    PoolsClient pools = new PoolsClient(site.api());
    PoolPolicy before = pools.policy(LOCAL).policy();
    Page page = person.expecting(412).open(PATH);
    page.locator("#policy-stepUp").fill(Integer.toString(before.stepUp() - 3));
    pools.patchPolicy(
        LOCAL, JsonNodeFactory.instance.objectNode().put("stepDown", before.stepDown() - 2));

    page.locator("#save").click();
    assertThat(page.locator("#policy-conflict")).containsText("Somebody else saved meanwhile");
    Assertions.assertEquals(before.stepUp(), pools.policy(LOCAL).policy().stepUp());

    page.locator("#save").click();
    assertThat(page.locator("#policy-notice")).containsText("Saved as version");
    PoolPolicy after = pools.policy(LOCAL).policy();
    Assertions.assertEquals(before.stepUp() - 3, after.stepUp());
    Assertions.assertEquals(before.stepDown() - 2, after.stepDown());
  }

  @Test
  void a_field_that_is_refused_says_so_and_keeps_what_was_typed(Person person) {
    Page page = person.expecting(422).expecting(400).open(PATH);
    page.locator("#policy-maxReplicas").fill("many");

    page.locator("#save").click();

    assertThat(page.locator("#policy-maxReplicas-error")).isVisible();
    assertThat(page.locator("#policy-maxReplicas")).hasValue("many");
  }
}
