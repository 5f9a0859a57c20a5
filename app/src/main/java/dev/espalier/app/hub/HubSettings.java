package dev.espalier.app.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the hub is reached and where models are kept, by the variables that Hugging Face's own
 * library reads: {@code HF_ENDPOINT}, {@code HF_TOKEN} (or the file {@code token} in {@code
 * HF_HOME}), {@code HF_HOME}, {@code HF_HUB_CACHE} and {@code HF_HUB_OFFLINE}.
 *
 * @param token proves who asks, or null
 * @param cache the folder of downloaded models
 * @param offline whether nothing may be asked of the hub
 */
public record HubSettings(URI endpoint, @Nullable String token, Path cache, boolean offline) {

  private static final String HUGGING_FACE = "https://huggingface.co";
  private static final Set<String> YES = Set.of("1", "ON", "YES", "TRUE");

  /**
   * Reads the settings.
   *
   * @param environment variables by name
   * @param home the user's folder
   * @throws HubException if the endpoint is no address
   */
  public static HubSettings of(Map<String, String> environment, Path home) throws HubException {
    Path caches = folder(environment, "XDG_CACHE_HOME", home.resolve(".cache"));
    Path own = folder(environment, "HF_HOME", caches.resolve("huggingface"));
    return new HubSettings(
        endpoint(environment.getOrDefault("HF_ENDPOINT", "")),
        token(environment.getOrDefault("HF_TOKEN", ""), own.resolve("token")),
        folder(environment, "HF_HUB_CACHE", own.resolve("hub")),
        YES.contains(
            environment.getOrDefault("HF_HUB_OFFLINE", "").strip().toUpperCase(Locale.ROOT)));
  }

  private static Path folder(Map<String, String> environment, String name, Path otherwise) {
    String value = environment.getOrDefault(name, "");
    return value.isBlank() ? otherwise : Path.of(value.strip());
  }

  private static URI endpoint(String value) throws HubException {
    String text = value.isBlank() ? HUGGING_FACE : value.strip();
    try {
      URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      if (uri.getHost() != null
          && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new HubException("HF_ENDPOINT is \"%s\", which is no address".formatted(text), e);
    }
    throw new HubException(
        "HF_ENDPOINT is \"%s\"; it must begin with https:// or http://".formatted(text));
  }

  private static @Nullable String token(String value, Path file) throws HubException {
    try {
      String token =
          value.isBlank() && Files.isReadable(file)
              ? Files.readString(file).strip()
              : value.strip();
      if (!token.chars().allMatch(c -> c > ' ' && c < 127)) {
        throw new HubException("HF_TOKEN holds characters that no token has");
      }
      return token.isEmpty() ? null : token;
    } catch (HubException e) {
      throw e;
    } catch (IOException e) {
      throw new HubException(
          "The token in %s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Never the token itself. */
  @Override
  public String toString() {
    return "hub at %s, cache in %s%s%s"
        .formatted(
            endpoint, cache, token == null ? "" : ", with a token", offline ? ", offline" : "");
  }
}
