package dev.espalier.app.hub;

import dev.espalier.app.hub.HubListing.Listed;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the hub over HTTP. What may pass (a connection that breaks, a server that is busy) is tried
 * again; what will not (no such model, no right to it) is said in words. The token is shown to the
 * hub alone, not to the stores that it points to.
 */
final class HubClient implements AutoCloseable {

  private static final int MOST_HOPS = 8;
  private static final int LONGEST_ANSWER = 64 << 20;
  private static final int COPIED_AT_ONCE = 1 << 16;

  /** So much more counts as getting further. */
  private static final long FURTHER = 1 << 20;

  private final HubSettings settings;
  private final Patience patience;
  private final HttpClient http;

  HubClient(HubSettings settings, Patience patience) {
    this.settings = settings;
    this.patience = patience;
    // Redirects are followed here, because the token must not follow them to another host.
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience.silence())
            .build();
  }

  /** A failure that may pass. */
  private static final class Passing extends IOException {
    private static final long serialVersionUID = 1L;

    /** What the server asks to wait, or zero. */
    private final transient Duration wait;

    Passing(String message) {
      this(message, Duration.ZERO);
    }

    Passing(String message, Duration wait) {
      super(message);
      this.wait = wait;
    }
  }

  /** Something that may fail and be tried again. */
  private interface Attempt<T> {
    T run() throws IOException, InterruptedException;
  }

  /** What the hub says a revision of a model is. */
  HubListing list(HubModel model) throws IOException, InterruptedException {
    URI uri =
        URI.create(
            "%s/api/models/%s/revision/%s?blobs=true"
                .formatted(settings.endpoint(), model.id(), model.revision().replace("/", "%2F")));
    byte[] answer =
        patiently(
            model.id(),
            () -> 0,
            () -> {
              HttpResponse<InputStream> response = send("GET", uri, null);
              try (InputStream body = response.body();
                  Watch _ = new Watch(body, patience.silence())) {
                refuse(response, model, "");
                byte[] bytes = body.readNBytes(LONGEST_ANSWER);
                if (body.read() >= 0) {
                  throw new HubException(
                      "The hub's answer about %s does not end.".formatted(model.id()));
                }
                return bytes;
              }
            });
    return HubListing.read(answer, model);
  }

  /** A file with its length and checksum, asked for where the listing does not tell them. */
  HubFile identify(HubModel model, String commit, Listed entry)
      throws IOException, InterruptedException {
    @Nullable Checksum known = entry.checksum();
    if (known != null && entry.bytes() >= 0) {
      return new HubFile(entry.name(), entry.bytes(), known);
    }
    return patiently(
        entry.name(),
        () -> 0,
        () -> {
          HttpResponse<InputStream> response =
              send("HEAD", address(model, commit, entry.name()), null);
          response.body().close();
          if (response.statusCode() / 100 != 3) {
            refuse(response, model, entry.name());
          }
          @Nullable Checksum checksum =
              known != null ? known : Checksum.of(header(response, "X-Linked-Etag", "ETag"));
          long bytes =
              entry.bytes() >= 0
                  ? entry.bytes()
                  : number(header(response, "X-Linked-Size", "Content-Length"));
          if (checksum == null || bytes < 0) {
            throw new HubException(
                "The hub gives no %s of %s, so it could not be told whole from damaged."
                    .formatted(bytes < 0 ? "length" : "checksum", entry.name()));
          }
          return new HubFile(entry.name(), bytes, checksum);
        });
  }

  /**
   * Goes on with a file where its part ends, until it has all its bytes.
   *
   * @param progress is told how many bytes there are
   */
  void fetch(HubModel model, String commit, HubFile file, FileChannel part, LongConsumer progress)
      throws IOException, InterruptedException {
    URI address = address(model, commit, file.name());
    if (part.size() > file.bytes()) {
      part.truncate(0);
    }
    patiently(
        file.name(),
        part::size,
        () -> {
          if (part.size() < file.bytes()) {
            goOn(address, model, file, part, progress);
          }
          return file;
        });
  }

  private URI address(HubModel model, String commit, String name) {
    return URI.create(
        "%s/%s/resolve/%s/%s".formatted(settings.endpoint(), model.id(), commit, name));
  }

  private void goOn(
      URI address, HubModel model, HubFile file, FileChannel part, LongConsumer progress)
      throws IOException, InterruptedException {
    long have = part.size();
    HttpResponse<InputStream> response =
        send("GET", address, have > 0 ? "bytes=%d-".formatted(have) : null);
    try (InputStream body = response.body();
        Watch watch = new Watch(body, patience.silence())) {
      if (response.statusCode() == 416) {
        part.truncate(0);
        throw new Passing("the server has no byte %d of it".formatted(have));
      }
      refuse(response, model, file.name());
      if (response.statusCode() == 206) {
        String expected = "bytes %d-%d/%d".formatted(have, file.bytes() - 1, file.bytes());
        String range = header(response, "Content-Range");
        if (!expected.equals(range)) {
          part.truncate(0);
          throw new Passing("the server sent %s where %s was asked for".formatted(range, expected));
        }
      } else if (have > 0) {
        // It does not resume: from the start, then.
        part.truncate(0);
        have = 0;
      }
      long announced = number(header(response, "Content-Length"));
      if (announced >= 0 && announced != file.bytes() - have) {
        throw new Passing(
            "the server announces %d bytes where %d are missing"
                .formatted(announced, file.bytes() - have));
      }
      copy(body, watch, file, part, progress);
    }
    if (part.size() < file.bytes()) {
      throw new Passing(
          "the answer ended after %d of %d bytes".formatted(part.size(), file.bytes()));
    }
  }

  private static void copy(
      InputStream body, Watch watch, HubFile file, FileChannel part, LongConsumer progress)
      throws IOException, InterruptedException {
    byte[] bytes = new byte[COPIED_AT_ONCE];
    long position = part.size();
    for (int read = body.read(bytes); read >= 0; read = body.read(bytes)) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      watch.heard();
      if (position + read > file.bytes()) {
        part.truncate(0);
        throw new Passing("the server sent more than its %d bytes".formatted(file.bytes()));
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, read);
      while (buffer.hasRemaining()) {
        position += part.write(buffer, position);
      }
      progress.accept(position);
    }
  }

  /** How far something is that is tried. */
  private interface Measure {
    long size() throws IOException;
  }

  private <T> T patiently(String what, Measure measure, Attempt<T> attempt)
      throws IOException, InterruptedException {
    int failures = 0;
    long reached = measure.size();
    while (true) {
      try {
        return attempt.run();
      } catch (HubException e) {
        throw e;
      } catch (IOException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        failures = measure.size() >= reached + FURTHER ? 1 : failures + 1;
        reached = measure.size();
        Duration pause = pause(e, failures);
        if (failures >= patience.attempts() || pause.compareTo(patience.longestPause()) > 0) {
          throw new HubException(
              "%s could not be downloaded: %s. What there is of it is kept; try again later."
                  .formatted(what, words(e)),
              e);
        }
        Thread.sleep(pause);
      }
    }
  }

  private Duration pause(IOException failure, int failures) {
    Duration own = patience.pause().multipliedBy(1L << Math.min(failures - 1, 10));
    Duration bounded = own.compareTo(patience.longestPause()) > 0 ? patience.longestPause() : own;
    return failure instanceof Passing passing && passing.wait.compareTo(bounded) > 0
        ? passing.wait
        : bounded;
  }

  /** Sends a request, and again to where it is pointed to. */
  private HttpResponse<InputStream> send(String method, URI uri, @Nullable String range)
      throws IOException, InterruptedException {
    URI at = uri;
    for (int hop = 0; hop < MOST_HOPS; hop++) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(at)
              .method(method, BodyPublishers.noBody())
              .timeout(patience.silence())
              .header("User-Agent", "espalier");
      if (settings.token() != null && isHub(at)) {
        request.header("Authorization", "Bearer " + settings.token());
      }
      if (range != null) {
        request.header("Range", range);
      }
      HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
      String location = header(response, "Location");
      boolean told = method.equals("HEAD") && !header(response, "X-Linked-Etag").isEmpty();
      if (response.statusCode() / 100 != 3 || location.isEmpty() || told) {
        return response;
      }
      response.body().close();
      at = target(at, location);
    }
    throw new HubException("The hub sends from one address to the next without end: " + uri);
  }

  private static URI target(URI from, String location) throws HubException {
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new HubException("The hub points to \"%s\", no address.".formatted(location), e);
    }
    boolean secure = "https".equals(to.getScheme());
    if (to.getHost() == null || !(secure || "http".equals(to.getScheme()))) {
      throw new HubException("The hub points to \"%s\", no address.".formatted(location));
    }
    if ("https".equals(from.getScheme()) && !secure) {
      throw new HubException("The hub points to an address that is not secure: " + to);
    }
    return to;
  }

  private boolean isHub(URI uri) {
    URI hub = settings.endpoint();
    return String.valueOf(hub.getScheme()).equals(uri.getScheme())
        && String.valueOf(hub.getHost()).equals(uri.getHost())
        && hub.getPort() == uri.getPort();
  }

  /** Throws what an answer that is none of the wanted ones means. */
  private void refuse(HttpResponse<?> response, HubModel model, String file) throws IOException {
    int status = response.statusCode();
    String page = settings.endpoint() + "/" + model.id();
    switch (status) {
      case 200, 206 -> {}
      case 401, 403 -> {
        boolean gated = header(response, "X-Error-Code").equals("GatedRepo");
        throw new HubException(
            settings.token() == null
                ? "%s is private or gated, or there is no such model (HTTP %d). If you may read it at"
                        .formatted(model.id(), status)
                    + " %s, set HF_TOKEN to a token of yours.".formatted(page)
                : gated
                    ? "%s is gated (HTTP %d). Accept its conditions at %s first."
                        .formatted(model.id(), status, page)
                    : "Your token may not read %s (HTTP %d), or there is no such model; see %s."
                        .formatted(model.id(), status, page));
      }
      case 404 ->
          throw new HubException(
              file.isEmpty()
                  ? "The hub has no model %s with a revision %s (HTTP 404)."
                      .formatted(model.id(), model.revision())
                  : "%s has no file %s (HTTP 404).".formatted(model.id(), file));
      case 408, 425, 429, 500, 502, 503, 504 ->
          throw new Passing("the server answers HTTP " + status, asked(response));
      default ->
          throw new HubException("The hub answers HTTP %d about %s.".formatted(status, model.id()));
    }
  }

  /** What a server asks to wait, in seconds or until a date. */
  private static Duration asked(HttpResponse<?> response) {
    String text = header(response, "Retry-After");
    long seconds = number(text);
    if (seconds >= 0) {
      return Duration.ofSeconds(seconds);
    }
    try {
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(Instant.now(), until);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeParseException e) {
      return Duration.ZERO;
    }
  }

  /** The first of these headers that there is, or empty. */
  private static String header(HttpResponse<?> response, String... names) {
    for (String name : names) {
      String value = response.headers().firstValue(name).orElse("");
      if (!value.isEmpty()) {
        return value.strip();
      }
    }
    return "";
  }

  /** A whole number, or −1. */
  private static long number(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
  }

  private static String words(IOException e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  /** Closes an answer that nothing is heard of any more, which ends whoever waits for it. */
  private static final class Watch implements AutoCloseable {

    private final Thread thread;
    private volatile long heard = System.nanoTime();

    Watch(InputStream body, Duration silence) {
      thread =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (System.nanoTime() - heard < silence.toNanos()) {
                    Thread.sleep(silence.dividedBy(4));
                  }
                  body.close();
                } catch (InterruptedException e) {
                  // The answer is complete.
                } catch (IOException e) {
                  // Whoever reads it learns as much.
                }
              });
    }

    void heard() {
      heard = System.nanoTime();
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }
}
