package io.baton.api.contract;

import com.github.therapi.runtimejavadoc.BaseJavadoc;
import com.github.therapi.runtimejavadoc.Comment;
import com.github.therapi.runtimejavadoc.CommentVisitor;
import com.github.therapi.runtimejavadoc.Link;
import com.github.therapi.runtimejavadoc.ParamJavadoc;
import com.github.therapi.runtimejavadoc.RuntimeJavadoc;
import com.github.therapi.runtimejavadoc.Value;
import java.util.Map;
import java.util.stream.Collectors;

/** The Javadoc that protocol's compiler kept beside its classes, as CommonMark on one line. */
public final class KeptJavadoc {
  private KeptJavadoc() {}

  /** The class comment; empty where there is none. */
  static String ofType(Class<?> type) {
    return text(RuntimeJavadoc.getJavadoc(type).getComment());
  }

  /** The {@code @param} texts by component. */
  public static Map<String, String> ofComponents(Class<?> type) {
    return RuntimeJavadoc.getJavadoc(type).getRecordComponents().stream()
        .collect(Collectors.toMap(ParamJavadoc::getName, each -> text(each.getComment())));
  }

  /** The comments of an enum's constants by name. */
  static Map<String, String> ofConstants(Class<?> type) {
    return RuntimeJavadoc.getJavadoc(type).getEnumConstants().stream()
        .collect(Collectors.toMap(BaseJavadoc::getName, each -> text(each.getComment())));
  }

  private static String text(Comment comment) {
    Writer writer = new Writer();
    comment.visit(writer);
    return writer.out.toString().replaceAll("\\s+", " ").strip();
  }

  private static final class Writer implements CommentVisitor {
    private final StringBuilder out = new StringBuilder();

    @Override
    public void commentText(String text) {
      out.append(text.replaceAll("</?[a-zA-Z]+>", ""));
    }

    @Override
    public void inlineLink(Link link) {
      out.append('`').append(link.getLabel()).append('`');
    }

    @Override
    public void inlineTag(String name, String value) {
      out.append('`').append(value.strip()).append('`');
    }

    @Override
    public void inlineValue(Value value) {
      out.append('`').append(value.getReferencedMemberName()).append('`');
    }
  }
}
