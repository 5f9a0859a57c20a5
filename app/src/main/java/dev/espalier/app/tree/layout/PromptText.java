package dev.espalier.app.tree.layout;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a prompt asks, without the special tokens and roles that a chat template puts around it: the
 * root of a tree is there to be recognised. All of the prompt is in the inspector.
 */
final class PromptText {

  /** Special tokens as the templates in use write them. */
  private static final Pattern SPECIAL =
      Pattern.compile("<\\|[^<>|\\s]*\\|>|</?s>|\\[/?INST\\]|<(?:start|end)_of_turn>");

  private static final Set<String> ROLES = Set.of("system", "user", "assistant", "model");

  private PromptText() {}

  /** The last part that is no role alone; the prompt as it is, if there is none. */
  static String words(String prompt) {
    String words = prompt;
    for (String part : SPECIAL.split(prompt, 0)) {
      String bare = part.strip();
      if (!bare.isEmpty() && !ROLES.contains(bare)) {
        words = withoutRole(bare);
      }
    }
    return words;
  }

  private static String withoutRole(String part) {
    int end = part.indexOf('\n');
    return end > 0 && ROLES.contains(part.substring(0, end).strip())
        ? part.substring(end).strip()
        : part;
  }
}
