package io.baton.node.notice;

import io.baton.node.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which interruption notices a node heeds, from the words of {@code --interruption-notices}. */
public final class NoticeSettings {
  private static final String FILE = "file:";
  private static final Path BOARD = Path.of("/sys/class/dmi/id");

  private NoticeSettings() {}

  /**
   * Reads them.
   *
   * @param words separated by commas: {@code auto}, {@code none}, {@code aws}, {@code gcp}, {@code
   *     azure} with what each may add, or {@code file:PATH}
   * @throws ConfigException if one is unknown
   */
  public static List<InterruptionNotice> parse(String words) {
    return parse(words, BOARD, new Metadata(Metadata.LINK_LOCAL));
  }

  static List<InterruptionNotice> parse(String words, Path board, Metadata metadata) {
    List<InterruptionNotice> notices = new ArrayList<>();
    for (String word : words.split(",", -1)) {
      notices.addAll(notices(word.strip(), board, metadata));
    }
    return List.copyOf(notices);
  }

  private static List<InterruptionNotice> notices(String word, Path board, Metadata metadata) {
    InstantSource time = InstantSource.system();
    if (word.startsWith(FILE) && word.length() > FILE.length()) {
      return List.of(new FileNotice(path(word.substring(FILE.length()))));
    }
    return switch (word) {
      case "none" -> List.of();
      case "auto" -> notices(cloud(board), board, metadata);
      case "aws" -> List.of(new AwsNotice(metadata, false, time));
      case "aws+rebalance" -> List.of(new AwsNotice(metadata, true, time));
      case "gcp" -> List.of(new GooglePreemption(metadata));
      case "gcp+maintenance" ->
          List.of(new GooglePreemption(metadata), new GoogleMaintenance(metadata));
      case "azure" -> List.of(new AzureScheduledEvents(metadata, false, false, time));
      case "azure+maintenance" -> List.of(new AzureScheduledEvents(metadata, true, false, time));
      case "azure+acknowledge" -> List.of(new AzureScheduledEvents(metadata, false, true, time));
      case "azure+maintenance+acknowledge" ->
          List.of(new AzureScheduledEvents(metadata, true, true, time));
      default ->
          throw new ConfigException(
              "--interruption-notices takes auto, none, aws, aws+rebalance, gcp, gcp+maintenance,"
                  + " azure, azure+maintenance, azure+acknowledge, azure+maintenance+acknowledge and"
                  + " file:PATH, separated by commas, not '"
                  + word
                  + "'.");
    };
  }

  private static Path path(String text) {
    try {
      return Path.of(text).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new ConfigException("--interruption-notices: '" + text + "' is no path.", e);
    }
  }

  /**
   * Whose machine this is, by what its firmware says of the maker, as cloud-init looks it up. A
   * machine of nobody's has no metadata service to ask in vain.
   */
  private static String cloud(Path board) {
    String maker = line(board.resolve("sys_vendor")).toLowerCase(Locale.ROOT);
    String asset = line(board.resolve("chassis_asset_tag"));
    if (maker.startsWith("amazon ec2")) {
      return "aws";
    }
    if (maker.startsWith("google")) {
      return "gcp";
    }
    // Any Hyper-V says Microsoft; this tag only Azure's.
    return asset.equals("7783-7084-3265-9085-8269-3286-77") ? "azure" : "none";
  }

  private static String line(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException notTold) {
      return "";
    }
  }
}
