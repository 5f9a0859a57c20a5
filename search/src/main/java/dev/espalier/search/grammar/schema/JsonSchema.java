package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.Expression;
import dev.espalier.search.grammar.Grammar;
import dev.espalier.search.grammar.GrammarException;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import tools.jackson.databind.JsonNode;

/**
 * A JSON Schema (draft 4, 6, 7, 2019-09 or 2020-12) as a grammar of the texts whose values it
 * allows.
 *
 * <p>A text is accepted if it is JSON, its value is valid, and it is written so:
 *
 * <ul>
 *   <li>declared properties come in the order of their declaration, then of {@code required};
 *       properties beside them may stand anywhere between. A name that is repeated counts each
 *       time.
 *   <li>there is no white space before the first and after the last character;
 *   <li>numbers under a condition ({@code integer}, bounds, {@code multipleOf}, {@code enum}) have
 *       no exponent;
 *   <li>strings under a condition other than their length, and the names of properties, write
 *       characters as themselves wherever JSON allows it; no string has an unpaired surrogate.
 * </ul>
 *
 * <p>What cannot be enforced is refused by name: remote references, {@code uniqueItems}, {@code
 * maxContains}, {@code unevaluated…} beside other applicators, look-around and back-references in
 * patterns, complements that would need to say what some further property or item must not be.
 * {@link SchemaOptions#relaxed} leaves keywords out instead, and {@link #left} lists them.
 */
public final class JsonSchema {

  private static final String START = "root";

  private final Grammar grammar;
  private final SchemaReader reader;
  private final ImmutableList<NotEnforced> left;

  /**
   * A condition that was left out.
   *
   * @param pointer the place of the schema that holds it, a JSON Pointer
   */
  public record NotEnforced(String pointer, String keyword, String reason) {}

  private JsonSchema(Grammar grammar, SchemaReader reader) {
    this.grammar = grammar;
    this.reader = reader;
    this.left = reader.left().collect(l -> new NotEnforced(l.pointer(), l.keyword(), l.reason()));
  }

  /**
   * Reads a schema.
   *
   * @throws SchemaRefusedException with place and keyword, if something cannot be enforced
   * @throws GrammarException if the text is no JSON or no value is valid
   */
  public static JsonSchema compile(String text, SchemaOptions options) throws GrammarException {
    SchemaDocument document = SchemaDocument.parse(text, options.assumed());
    SchemaReader reader = new SchemaReader(document, options);
    SchemaWriter writer = new SchemaWriter(reader, JsonText.of(options.notation()), START);
    return new JsonSchema(Grammar.of(writer.rules(), START), reader);
  }

  /**
   * The rules of a schema, for a grammar of which it is a part.
   *
   * @param start the rule of the whole value; the names of all other rules begin with it
   * @throws GrammarException as {@link #compile}
   */
  public static Map<String, Expression> rules(String text, SchemaOptions options, String start)
      throws GrammarException {
    SchemaReader reader = new SchemaReader(SchemaDocument.parse(text, options.assumed()), options);
    return new SchemaWriter(reader, JsonText.of(options.notation()), start).rules();
  }

  public Grammar grammar() {
    return grammar;
  }

  /** Conditions that are not enforced, since the options say so or they are annotations. */
  public ImmutableList<NotEnforced> left() {
    return left;
  }

  /**
   * A value with the properties of its objects in the order in which the grammar has them, as far
   * as one order serves all alternatives.
   */
  public JsonNode inDeclaredOrder(JsonNode value) throws GrammarException {
    return new DeclaredOrder(reader).of(value);
  }
}
