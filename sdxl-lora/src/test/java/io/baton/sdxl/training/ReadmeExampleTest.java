package io.baton.sdxl.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README shows is a program that compiles. */
class ReadmeExampleTest {

  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir Path classes;

  @Test
  void the_example_of_the_readme_compiles() throws IOException, URISyntaxException {
    Matcher example = JAVA.matcher(Files.readString(Path.of("README.md")));
    assertThat(example.find()).isTrue();
    StringWriter problems = new StringWriter();
    Path library =
        Path.of(LoraTrainer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    CompilationTask task =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                problems,
                null,
                null,
                List.of("-cp", library.toString(), "-d", classes.toString(), "-proc:none"),
                null,
                List.of(new Source(example.group(1))));
    assertThat(task.call()).as("%s", problems).isTrue();
    assertThat(classes.resolve("Example.class")).exists();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
