package io.baton.api.dashboard.frame;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is around the content of every page.
 *
 * @param title of the page, without the service's name
 * @param at the section that the page belongs to; empty before the sign-in
 * @param reader who reads it; empty before the sign-in
 */
public record PageFrame(String title, Optional<Section> at, Optional<Reader> reader) {
  /** Sections that the reader may see. */
  public List<Section> sections() {
    return reader
        .map(
            somebody ->
                Arrays.stream(Section.values())
                    .filter(section -> somebody.operator() || !section.operators())
                    .toList())
        .orElse(List.of());
  }

  public boolean isAt(Section section) {
    return at.filter(section::equals).isPresent();
  }
}
