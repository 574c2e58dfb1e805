package io.baton.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Reads which of Baton's modules a pom declares. */
final class PomDependencies {
  private PomDependencies() {}

  /** Artifact ids of group {@code io.baton}, without those of scope test. */
  static Set<String> ofModulesIn(Path pom) {
    try {
      NodeList dependencies =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(pom.toFile())
              .getElementsByTagName("dependency");
      Set<String> modules = new HashSet<>();
      for (int i = 0; i < dependencies.getLength(); i++) {
        Element dependency = (Element) dependencies.item(i);
        if (text(dependency, "groupId").equals("io.baton")
            && !text(dependency, "scope").equals("test")) {
          modules.add(text(dependency, "artifactId"));
        }
      }
      return modules;
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new IllegalStateException("cannot be read: " + pom, e);
    }
  }

  private static String text(Element parent, String name) {
    NodeList children = parent.getElementsByTagName(name);
    return children.getLength() == 0 ? "" : children.item(0).getTextContent().strip();
  }
}
