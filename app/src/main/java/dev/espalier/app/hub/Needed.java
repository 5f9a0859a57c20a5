package dev.espalier.app.hub;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.hub.HubListing.Listed;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/** Which files of a repository make a model that can be opened. */
final class Needed {

  static final String CONFIG = "config.json";
  static final String WEIGHTS = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";
  static final String TOKENIZER = "tokenizer.json";

  private static final Set<String> BESIDE =
      Set.of(
          CONFIG,
          TOKENIZER,
          "tokenizer_config.json",
          "generation_config.json",
          "chat_template.jinja",
          "special_tokens_map.json");

  private static final Pattern SHARD = Pattern.compile("model-\\d+-of-\\d+\\.safetensors");
  private static final Pattern PART_OF_MANY = Pattern.compile(".*-\\d{5}-of-\\d{5}\\.gguf");
  private static final Pattern PICKLE =
      Pattern.compile("(pytorch_model|model|consolidated).*\\.(bin|pt|pth)");

  private Needed() {}

  static boolean isGguf(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".gguf");
  }

  /**
   * The files to download, the one without which nothing is a model last.
   *
   * @param wanted a GGUF file, or null to take the folder, or the only GGUF file there is
   * @throws HubException if there is nothing that can be opened, or it must be said which
   */
  static ImmutableList<Listed> of(HubListing listing, HubModel model, @Nullable String wanted)
      throws HubException {
    if (wanted != null) {
      return Lists.immutable.with(gguf(listing, model, wanted));
    }
    ImmutableList<Listed> weights = weights(listing);
    if (weights.isEmpty()) {
      return Lists.immutable.with(onlyGguf(listing, model));
    }
    for (String name : new String[] {CONFIG, TOKENIZER}) {
      if (listing.files().noneSatisfy(file -> file.name().equals(name))) {
        throw new HubException(
            "%s has weights but no %s, so it cannot be run.".formatted(model.id(), name));
      }
    }
    ImmutableList<Listed> beside = listing.files().select(file -> BESIDE.contains(file.name()));
    return beside
        .reject(file -> file.name().equals(CONFIG))
        .newWithAll(weights)
        .newWithAll(beside.select(file -> file.name().equals(CONFIG)));
  }

  private static ImmutableList<Listed> weights(HubListing listing) {
    ImmutableList<Listed> single = listing.files().select(file -> file.name().equals(WEIGHTS));
    return single.notEmpty()
        ? single
        : listing
            .files()
            .select(file -> file.name().equals(INDEX) || SHARD.matcher(file.name()).matches());
  }

  private static Listed gguf(HubListing listing, HubModel model, String wanted)
      throws HubException {
    @Nullable Listed file = listing.files().detect(entry -> entry.name().equals(wanted));
    if (file == null) {
      throw new HubException("%s has no file %s.%s".formatted(model.id(), wanted, choice(listing)));
    }
    if (!isGguf(wanted)) {
      throw new HubException(
          "%s is no GGUF file; without a file named, the whole folder is taken.".formatted(wanted));
    }
    refuseParts(file);
    return file;
  }

  private static Listed onlyGguf(HubListing listing, HubModel model) throws HubException {
    ImmutableList<Listed> files = listing.files().select(file -> isGguf(file.name()));
    if (files.isEmpty()) {
      boolean pickled = listing.files().anySatisfy(file -> PICKLE.matcher(file.name()).matches());
      throw new HubException(
          pickled
              ? "%s holds its weights as Python pickles alone, which can run any program when they"
                      .formatted(model.id())
                  + " are read, so they are not taken. Look for a copy as safetensors or GGUF: its"
                  + " page on the hub lists conversions."
              : "%s has neither safetensors nor a GGUF file.".formatted(model.id()));
    }
    if (files.size() > 1) {
      throw new HubException(
          "%s holds several models; say which with --file.%s"
              .formatted(model.id(), choice(listing)));
    }
    refuseParts(files.getOnly());
    return files.getOnly();
  }

  private static void refuseParts(Listed file) throws HubException {
    if (PART_OF_MANY.matcher(file.name()).matches()) {
      throw new HubException(
          "%s is one of several parts of a model, which cannot be opened apart; take a file in one"
                  .formatted(file.name())
              + " piece.");
    }
  }

  private static String choice(HubListing listing) {
    ImmutableList<String> names =
        listing
            .files()
            .select(file -> isGguf(file.name()))
            .collect(file ->
                file.bytes() < 0
                    ? file.name()
                    : "%s (%s)".formatted(file.name(), Numbers.bytes(file.bytes())));
    return names.isEmpty() ? "" : " There are: " + names.makeString(", ") + ".";
  }
}
