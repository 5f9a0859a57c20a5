package dev.espalier.app.hub;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A hub on this machine with one model, which answers each request for a file as it is told to. */
public final class UnrulyHub implements AutoCloseable {

  public static final String ID = "org/tiny";
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** How a request for a file is answered. */
  public sealed interface Answer {

    /** As it should be. */
    record Right() implements Answer {}

    /** The connection is closed after so many bytes. */
    record Breaks(int after) implements Answer {}

    /** Nothing more comes after so many bytes, and the connection stays. */
    record FallsSilent(int after) implements Answer {}

    /** The length announced is off by so much, and so many bytes are sent. */
    record Lies(int by) implements Answer {}

    /** A byte is another. */
    record Damages() implements Answer {}

    /** All of it comes, whatever part is asked for. */
    record IgnoresRanges() implements Answer {}

    /** Another part comes than was asked for. */
    record SendsAnotherRange() implements Answer {}

    /** A status, with headers. */
    record Status(int code, Map<String, String> headers) implements Answer {}
  }

  private final HttpServer server;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final AtomicLong sent = new AtomicLong();

  /** Ranges asked for, empty where none was. */
  public final List<String> ranges = new CopyOnWriteArrayList<>();

  /** Tokens shown, by path. */
  final Map<String, String> tokens = new ConcurrentHashMap<>();

  /** Whether the listing tells lengths and checksums. */
  volatile boolean listsChecksums = true;

  /** Where files are sent from, or null for here. */
  volatile @Nullable String store;

  /** What every listing answers, or null for the listing. */
  volatile @Nullable Answer listing;

  public UnrulyHub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/api/models/" + ID + "/revision/", this::list);
    server.createContext("/" + ID + "/resolve/" + COMMIT + "/", this::file);
    server.createContext("/store/", this::file);
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The same server under another name, so that it is another host to a client. */
  URI otherHost() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  public void put(String name, byte[] content) {
    files.put(name, content);
  }

  void remove(String name) {
    files.remove(name);
  }

  byte[] content(String name) {
    byte[] content = files.get(name);
    if (content == null) {
      throw new IllegalArgumentException("there is no " + name);
    }
    return content;
  }

  /** Answers the next requests for files so, and all others as they should be. */
  public void answer(Answer... next) {
    answers.addAll(List.of(next));
  }

  /** Bytes of files sent so far. */
  long sent() {
    return sent.get();
  }

  private void list(HttpExchange exchange) throws IOException {
    try (exchange) {
      note(exchange);
      if (listing instanceof Answer.Status status) {
        answer(exchange, status);
        return;
      }
      ObjectNode root = JSON.createObjectNode().put("id", ID).put("sha", COMMIT);
      files.forEach((name, content) -> {
        ObjectNode file = root.withArray("siblings").addObject().put("rfilename", name);
        if (listsChecksums) {
          file.put("size", content.length).put("blobId", gitBlob(content));
          if (isLarge(name)) {
            file.putObject("lfs").put("sha256", sha256(content)).put("size", content.length);
          }
        }
      });
      byte[] body = JSON.writeValueAsBytes(root);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static boolean isLarge(String name) {
    return name.endsWith(".safetensors") || name.endsWith(".gguf");
  }

  private void note(HttpExchange exchange) {
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    tokens.put(exchange.getRequestURI().getPath(), token == null ? "" : token);
  }

  private void file(HttpExchange exchange) throws IOException {
    try (exchange) {
      note(exchange);
      String path = exchange.getRequestURI().getPath();
      String name = path.replaceFirst("^/(store/|" + ID + "/resolve/" + COMMIT + "/)", "");
      byte[] content = files.get(name);
      if (content == null) {
        answer(exchange, new Answer.Status(404, Map.of()));
        return;
      }
      Headers headers = exchange.getResponseHeaders();
      headers.set(
          "X-Linked-Etag", '"' + (isLarge(name) ? sha256(content) : gitBlob(content)) + '"');
      headers.set("X-Linked-Size", String.valueOf(content.length));
      String elsewhere = store;
      if (elsewhere != null && !path.startsWith("/store/")) {
        headers.set("Location", elsewhere + "/store/" + name);
        exchange.sendResponseHeaders(302, -1);
        return;
      }
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      String range = exchange.getRequestHeaders().getFirst("Range");
      ranges.add(range == null ? "" : range);
      Answer answer = answers.poll();
      send(exchange, answer == null ? new Answer.Right() : answer, content, range);
    }
  }

  private void send(HttpExchange exchange, Answer answer, byte[] content, @Nullable String range)
      throws IOException {
    boolean whole = range == null || answer instanceof Answer.IgnoresRanges;
    int from =
        range == null || answer instanceof Answer.IgnoresRanges
            ? 0
            : Integer.parseInt(range.replaceAll("\\D", ""));
    if (answer instanceof Answer.Status status) {
      answer(exchange, status);
      return;
    }
    if (from >= content.length) {
      answer(exchange, new Answer.Status(416, Map.of()));
      return;
    }
    byte[] body = Arrays.copyOfRange(content, from, content.length);
    int shown = answer instanceof Answer.SendsAnotherRange ? from + 1 : from;
    if (!whole) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %d-%d/%d".formatted(shown, content.length - 1, content.length));
    }
    int announced = answer instanceof Answer.Lies(int by) ? body.length + by : body.length;
    int given =
        switch (answer) {
          case Answer.Breaks(int after) -> Math.min(after, body.length);
          case Answer.FallsSilent(int after) -> Math.min(after, body.length);
          case Answer.Lies lies -> Math.min(body.length, body.length + lies.by());
          default -> body.length;
        };
    if (answer instanceof Answer.Damages) {
      body[body.length / 2] = (byte) (body[body.length / 2] ^ 1);
    }
    exchange.sendResponseHeaders(whole ? 200 : 206, announced);
    OutputStream out = exchange.getResponseBody();
    out.write(body, 0, given);
    out.flush();
    sent.addAndGet(given);
    switch (answer) {
      case Answer.FallsSilent _ -> sleep(20_000);
      // What was sent has to arrive first: a client may throw away what it has not read by then.
      case Answer.Breaks _ -> sleep(200);
      default -> {}
    }
  }

  private static void sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, Answer.Status status) throws IOException {
    status.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(status.code(), -1);
  }

  static String sha256(byte[] content) {
    return digest("SHA-256", new byte[0], content);
  }

  static String gitBlob(byte[] content) {
    byte[] head = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
    return digest("SHA-1", head, content);
  }

  private static String digest(String algorithm, byte[] head, byte[] content) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      digest.update(head);
      return HexFormat.of().formatHex(digest.digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
