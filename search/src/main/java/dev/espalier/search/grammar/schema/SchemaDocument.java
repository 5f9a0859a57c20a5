package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.GrammarException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** A schema's text, with all places in it that references may lead to. */
final class SchemaDocument {

  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** Keywords whose values are schemas. */
  private static final Set<String> ONE =
      Set.of(
          "additionalItems",
          "additionalProperties",
          "contains",
          "contentSchema",
          "else",
          "if",
          "items",
          "not",
          "propertyNames",
          "then",
          "unevaluatedItems",
          "unevaluatedProperties");

  /** Keywords whose values are lists of schemas. */
  private static final Set<String> LISTS =
      Set.of("allOf", "anyOf", "items", "oneOf", "prefixItems");

  /** Keywords whose values are schemas by name. */
  private static final Set<String> MAPS =
      Set.of(
          "$defs",
          "definitions",
          "dependencies",
          "dependentSchemas",
          "patternProperties",
          "properties");

  /** Beside these, what {@code unevaluated…} means depends on how a value came to be valid. */
  static final List<String> IN_PLACE =
      List.of(
          "$ref",
          "$dynamicRef",
          "$recursiveRef",
          "allOf",
          "anyOf",
          "oneOf",
          "if",
          "dependentSchemas",
          "not");

  /**
   * A schema and its place.
   *
   * @param number 0 allows everything, 1 nothing
   * @param pointer JSON Pointer from the root of the document
   * @param base what references in it are relative to
   */
  record Located(int number, JsonNode node, String pointer, URI base) {}

  private final Draft draft;
  private final List<Located> schemas = new ArrayList<>();
  private final IdentityHashMap<JsonNode, Located> byNode = new IdentityHashMap<>();
  private final Map<String, JsonNode> resources = new HashMap<>();
  private final Map<String, JsonNode> anchors = new HashMap<>();
  private final Map<String, List<JsonNode>> dynamicAnchors = new HashMap<>();
  private final Located root;

  private SchemaDocument(JsonNode node, Draft assumed) throws GrammarException {
    this.draft = draftOf(node, assumed);
    URI nowhere = URI.create("");
    schemas.add(new Located(0, JSON.getNodeFactory().booleanNode(true), "", nowhere));
    schemas.add(new Located(1, JSON.getNodeFactory().booleanNode(false), "", nowhere));
    resources.put("", node);
    index(node, "", nowhere);
    this.root = locate(node, "", nowhere);
  }

  /**
   * @param assumed where the text does not say which draft it follows
   * @throws GrammarException if the text is no JSON, with the place, or names an unknown draft
   */
  static SchemaDocument parse(String text, Draft assumed) throws GrammarException {
    try {
      return new SchemaDocument(JSON.readTree(text), assumed);
    } catch (JacksonException e) {
      TokenStreamLocation place = e.getLocation();
      int offset = place == null ? 0 : (int) Math.max(0, place.getCharOffset());
      throw GrammarException.at(text, offset, "this is no JSON: " + e.getOriginalMessage());
    }
  }

  private static Draft draftOf(JsonNode root, Draft assumed) throws SchemaRefusedException {
    JsonNode said = root.get("$schema");
    if (said == null || !said.isString()) {
      return assumed;
    }
    String name = said.stringValue().replaceFirst("#$", "").replaceFirst("^https?://", "");
    return switch (name) {
      case "json-schema.org/draft-03/schema", "json-schema.org/draft-04/schema" -> Draft.DRAFT_4;
      case "json-schema.org/draft-06/schema" -> Draft.DRAFT_6;
      case "json-schema.org/draft-07/schema" -> Draft.DRAFT_7;
      case "json-schema.org/draft/2019-09/schema" -> Draft.DRAFT_2019_09;
      case "json-schema.org/draft/2020-12/schema" -> Draft.DRAFT_2020_12;
      case "json-schema.org/schema" -> Draft.UNSAID;
      default ->
          throw new SchemaRefusedException(
              "",
              "$schema",
              "the dialect \"" + said.stringValue() + "\" is not one of the JSON Schema drafts");
    };
  }

  Draft draft() {
    return draft;
  }

  Located root() {
    return root;
  }

  Located schema(int number) {
    return schemas.get(number);
  }

  /** The schema {@code node} under {@code parent}; it need not be in the text. */
  Located child(Located parent, String path, JsonNode node) {
    return locate(node, parent.pointer() + path, parent.base());
  }

  /** The same, to be combined with others. */
  Conjunction conjunction(Located parent, String path, JsonNode node) {
    return Conjunction.of(child(parent, path, node).number());
  }

  private Located locate(JsonNode node, String pointer, URI base) {
    if (node.isBoolean()) {
      return schemas.get(node.booleanValue() ? 0 : 1);
    }
    Located known = byNode.get(node);
    if (known == null) {
      known = new Located(schemas.size(), node, pointer, base);
      schemas.add(known);
      byNode.put(node, known);
    }
    return known;
  }

  private void index(JsonNode node, String pointer, URI base) throws SchemaRefusedException {
    URI here = base;
    if (node.isObject()) {
      boolean alone = draft.refStandsAlone() && node.path("$ref").isString();
      String id = alone ? null : id(node);
      if (id != null && !id.startsWith("#")) {
        here = resolve(base, id, pointer);
        resources.putIfAbsent(withoutFragment(here.toString()), node);
      } else if (id != null) {
        anchors.putIfAbsent(here + id, node);
      }
      locate(node, pointer, here);
      if (node.path("$anchor").isString()) {
        anchors.putIfAbsent(here + "#" + node.path("$anchor").stringValue(), node);
      }
      if (node.path("$dynamicAnchor").isString()) {
        String name = node.path("$dynamicAnchor").stringValue();
        anchors.putIfAbsent(here + "#" + name, node);
        dynamicAnchors.computeIfAbsent(name, _ -> new ArrayList<>()).add(node);
      }
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        indexChildren(
            entry.getKey(), entry.getValue(), pointer + "/" + escaped(entry.getKey()), here);
      }
    }
  }

  private void indexChildren(String keyword, JsonNode value, String pointer, URI base)
      throws SchemaRefusedException {
    if (value.isArray() && LISTS.contains(keyword)) {
      for (int i = 0; i < value.size(); i++) {
        index(value.get(i), pointer + "/" + i, base);
      }
    } else if (value.isObject() && MAPS.contains(keyword)) {
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        index(entry.getValue(), pointer + "/" + escaped(entry.getKey()), base);
      }
    } else if (value.isObject() && ONE.contains(keyword)) {
      index(value, pointer, base);
    }
  }

  private @Nullable String id(JsonNode node) {
    JsonNode id = node.path(draft == Draft.DRAFT_4 ? "id" : "$id");
    return id.isString() ? id.stringValue() : null;
  }

  private static URI resolve(URI base, String reference, String pointer)
      throws SchemaRefusedException {
    try {
      URI uri = new URI(reference);
      return base.toString().isEmpty() ? uri : base.resolve(uri);
    } catch (URISyntaxException _) {
      throw new SchemaRefusedException(pointer, "$id", "\"" + reference + "\" is no URI");
    }
  }

  private static String withoutFragment(String uri) {
    int hash = uri.indexOf('#');
    return hash < 0 ? uri : uri.substring(0, hash);
  }

  static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /**
   * What a {@code $ref} leads to.
   *
   * @throws SchemaRefusedException if it leads out of the document or nowhere
   */
  Located resolve(Located from, String keyword, String reference) throws SchemaRefusedException {
    int hash = reference.indexOf('#');
    String file = hash < 0 ? reference : reference.substring(0, hash);
    String fragment =
        hash < 0
            ? ""
            : URLDecoder.decode(
                reference.substring(hash + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
    String uri = withoutFragment(from.base().toString());
    if (!file.isEmpty()) {
      uri = withoutFragment(resolve(from.base(), file, from.pointer()).toString());
    }
    JsonNode resource = resources.get(uri);
    if (resource == null) {
      throw new SchemaRefusedException(
          from.pointer(),
          keyword,
          "\"%s\" lies outside of this document and is not fetched; copy it into $defs"
              .formatted(reference));
    }
    JsonNode target = fragment.startsWith("/") ? at(resource, fragment) : resource;
    if (!fragment.isEmpty() && !fragment.startsWith("/")) {
      List<JsonNode> dynamic = dynamicAnchors.getOrDefault(fragment, List.of());
      if (keyword.equals("$dynamicRef") && dynamic.size() > 1) {
        throw new SchemaRefusedException(
            from.pointer(), keyword, "there are several dynamic anchors \"" + fragment + "\"");
      }
      target = anchors.get(uri + "#" + fragment);
    }
    if (target == null || !(target.isObject() || target.isBoolean())) {
      throw new SchemaRefusedException(
          from.pointer(), keyword, "\"" + reference + "\" leads to no schema");
    }
    return locate(target, from.pointer() + "/" + keyword, URI.create(uri));
  }

  private static @Nullable JsonNode at(JsonNode from, String pointer) {
    JsonNode node = from;
    for (String part : pointer.substring(1).split("/", -1)) {
      String name = part.replace("~1", "/").replace("~0", "~");
      node =
          node.isArray() && name.matches("\\d{1,9}")
              ? node.get(Integer.parseInt(name))
              : node.get(name);
      if (node == null) {
        return null;
      }
    }
    return node;
  }
}
