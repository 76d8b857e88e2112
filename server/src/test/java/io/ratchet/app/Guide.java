// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a page of the documentation tells its reader to type, and what it says comes back: files
 * written with {@code cat}, requests sent with {@code curl}, and what {@code ./ratchet} is to do in
 * the folder of the repository. Other commands are left alone.
 */
final class Guide {
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern FILE =
      Pattern.compile("cat > (\\S+) <<'END'\\n(.*?)^END$", Pattern.MULTILINE | Pattern.DOTALL);

  /** Commands that talk to the server that runs already, or to none. */
  private static final Set<String> CLIENTS =
      Set.of(
          "models",
          "drift",
          "monitor",
          "retrain",
          "alerts",
          "approvals",
          "experiment",
          "webhooks",
          "backup",
          "restore",
          "import",
          "export");

  private Guide() {}

  /** A step that a test can take. */
  sealed interface Step {
    /** A file, relative to the working directory. */
    record Write(String file, String content) implements Step {}

    /**
     * A request.
     *
     * @param answer JSON that the page shows after it, null where it shows none
     */
    record Send(String method, String url, @Nullable String body, @Nullable String answer)
        implements Step {}

    /** A command of the product, without its name. */
    record Run(List<String> words) implements Step {
      public Run {
        words = List.copyOf(words);
      }
    }
  }

  static List<Step> read(Path page) {
    List<Step> steps = new ArrayList<>();
    Matcher block = BLOCK.matcher(text(page));
    while (block.find()) {
      String content = block.group(2);
      switch (block.group(1)) {
        case "sh" -> commands(content, steps);
        case "json" -> {
          if (!steps.isEmpty() && steps.getLast() instanceof Step.Send sent) {
            steps.removeLast();
            steps.add(new Step.Send(sent.method(), sent.url(), sent.body(), content));
          }
        }
        case String _ -> {}
      }
    }
    return steps;
  }

  private static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void commands(String block, List<Step> steps) {
    Matcher file = FILE.matcher(block);
    StringBuilder rest = new StringBuilder();
    while (file.find()) {
      steps.add(new Step.Write(file.group(1), file.group(2)));
      file.appendReplacement(rest, "");
    }
    file.appendTail(rest);
    for (List<String> words : ShellWords.commands(rest.toString())) {
      if (words.getFirst().equals("curl")) {
        steps.add(curl(words));
      } else if (words.size() > 1
          && words.getFirst().equals("./ratchet")
          && CLIENTS.contains(words.get(1))) {
        steps.add(new Step.Run(words.subList(1, words.size())));
      }
    }
  }

  private static Step.Send curl(List<String> words) {
    String method = null;
    String url = null;
    String body = null;
    for (int i = 1; i < words.size(); i++) {
      switch (words.get(i)) {
        case "-s", "-sN" -> {}
        case "-X" -> method = words.get(++i);
        case "-d" -> body = words.get(++i);
        case "-H" -> i++;
        case String word when word.startsWith("http") -> url = word;
        case String other -> throw new IllegalStateException("curl with " + other);
      }
    }
    if (url == null) {
      throw new IllegalStateException("curl without an address: " + words);
    }
    return new Step.Send(method == null ? body == null ? "GET" : "POST" : method, url, body, null);
  }
}
