package dev.espalier.app.lesson;

import dev.espalier.app.condition.Claim;
import dev.espalier.app.condition.Condition;
import dev.espalier.app.condition.Search;
import dev.espalier.app.lesson.FrontMatter.Field;
import dev.espalier.app.lesson.Lesson.Recording;
import dev.espalier.app.lesson.Task.Choice;
import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import java.util.Set;
import java.util.stream.IntStream;
import org.commonmark.node.Node;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/** Makes a task of a fenced block's fields, and finds out whether it can be solved. */
final class TaskReader {

  /** The kinds of blocks that are tasks. */
  static final Set<String> KINDS = Set.of("predict", "find", "change");

  private static final String[] COMMON = {"question", "session", "hint", "right", "wrong"};

  private final Prompter prompter;
  private final String kind;
  private final ImmutableList<Field> fields;
  private final int line;
  private final Recording own;

  /**
   * @param line of the block's first line
   * @param session name of the recording meant where the block names none
   */
  TaskReader(Prompter prompter, String kind, ImmutableList<Field> fields, int line, String session)
      throws LessonException {
    this.prompter = prompter;
    this.kind = kind;
    this.fields = fields;
    this.line = line;
    Field named = optional("session");
    this.own =
        named == null
            ? prompter.recording(session, line)
            : prompter.recording(named.value(), named.line());
  }

  Task task(int number) throws LessonException {
    return switch (kind) {
      case "predict" -> prediction(number);
      case "find" -> find(number);
      default -> change(number);
    };
  }

  private Task prediction(int number) throws LessonException {
    allow("hold", "reveal", "choice", "if", "because", "number", "within");
    Field held = required("hold");
    int hold = prompter.cursor(held.value(), own, held.line());
    Field shown = optional("reveal");
    int reveal =
        shown == null ? own.search().size() : prompter.cursor(shown.value(), own, shown.line());
    if (reveal <= hold) {
      throw prompter.wrong(
          shown == null ? held.line() : shown.line(),
          "time is held at event %d, so there is nothing to reveal at event %d"
              .formatted(hold, reveal));
    }
    Field expected = optional("number");
    if (expected == null) {
      return new Task.Choose(common(number), hold, reveal, choices());
    }
    Field within = optional("within");
    double tolerance = within == null ? 0 : prompter.number(within.value(), own, within.line());
    return new Task.Estimate(
        common(number),
        hold,
        reveal,
        prompter.number(expected.value(), own, expected.line()),
        tolerance);
  }

  private ImmutableList<Choice> choices() throws LessonException {
    MutableList<Choice> choices = Lists.mutable.empty();
    int right = 0;
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      if (!field.key().equals("choice")) {
        continue;
      }
      Field test = after(i, "if");
      if (test == null) {
        throw prompter.wrong(
            field.line(), "this choice is not followed by “if: …”, which says when it is right");
      }
      Field said = after(i + 1, "because");
      boolean holds = prompter.claim(test.value(), test.line()).holds(prompter.evidence(own));
      right += holds ? 1 : 0;
      choices.add(
          new Choice(
              prompter.prose(field.value(), own, field.line()),
              holds,
              said == null ? null : prompter.prose(said.value(), own, said.line())));
    }
    if (choices.size() < 2) {
      throw prompter.wrong(line, "a prediction needs a “number”, or two choices at least");
    }
    if (right != 1) {
      throw prompter.wrong(
          line,
          "the recording makes %d of %d choices right; it must be one"
              .formatted(right, choices.size()));
    }
    return choices.toImmutable();
  }

  private @Nullable Field after(int index, String key) {
    return index + 1 < fields.size() && fields.get(index + 1).key().equals(key)
        ? fields.get(index + 1)
        : null;
  }

  private Task find(int number) throws LessonException {
    allow("event", "node");
    Field event = optional("event");
    Field node = optional("node");
    if (event == null && node == null) {
      throw prompter.wrong(line, "a task to find needs a condition, “event: …” or “node: …”");
    }
    Field sought = event == null ? required("node") : event;
    Condition condition = prompter.condition(sought.value(), sought.line());
    Task.Find task = new Task.Find(common(number), condition, event == null);
    Search search = own.search();
    int all = event == null ? search.tree().nodes() : search.size();
    long fitting =
        IntStream.range(0, all)
            .filter(
                i -> task.ofNode() ? task.fulfils(search, i) : condition.holds(search.moment(i)))
            .count();
    if (fitting == 0 || fitting == all) {
      throw prompter.wrong(
          sought.line(),
          "“%s” holds for %s in session “%s”, so there is nothing to find"
              .formatted(
                  sought.value(),
                  (fitting == 0 ? "no " : "every ") + (task.ofNode() ? "node" : "event"),
                  own.name()));
    }
    return task;
  }

  private Task change(int number) throws LessonException {
    allow("parameter", "until", "solution");
    Field named = required("parameter");
    String algorithm = own.session().header().algorithm();
    ImmutableList<Parameter> parameters = AlgorithmCatalogue.named(algorithm).parameters();
    Parameter parameter = parameters.detect(one -> one.name().equals(named.value()));
    if (parameter == null) {
      throw prompter.wrong(
          named.line(),
          "%s has no parameter “%s”; it has %s"
              .formatted(
                  algorithm, named.value(), parameters.collect(Parameter::name).makeString(", ")));
    }
    Field until = required("until");
    Claim claim = prompter.claim(until.value(), until.line());
    if (claim.holds(prompter.evidence(own))) {
      throw prompter.wrong(
          until.line(),
          "“%s” holds for the recording already, so there is nothing to change"
              .formatted(until.value()));
    }
    Field solution = required("solution");
    try {
      return new Task.Change(
          common(number), named.value(), claim, parameter.check(solution.value()));
    } catch (IllegalArgumentException e) {
      throw prompter.wrong(solution.line(), String.valueOf(e.getMessage()));
    }
  }

  private Task.Common common(int number) throws LessonException {
    Field question = required("question");
    return new Task.Common(
        number,
        line,
        own.name(),
        prompter.prose(question.value(), own, question.line()),
        prose("hint"),
        prose("right"),
        prose("wrong"));
  }

  private @Nullable Node prose(String key) throws LessonException {
    Field field = optional(key);
    return field == null ? null : prompter.prose(field.value(), own, field.line());
  }

  private @Nullable Field optional(String key) {
    return fields.detect(field -> field.key().equals(key));
  }

  private Field required(String key) throws LessonException {
    Field field = optional(key);
    if (field == null || field.value().isEmpty()) {
      throw prompter.wrong(
          field == null ? line : field.line(), "this “%s” needs “%s: …”".formatted(kind, key));
    }
    return field;
  }

  private void allow(String... own) throws LessonException {
    ImmutableList<String> allowed =
        Lists.immutable.with(COMMON).newWithAll(Lists.immutable.with(own));
    Field unknown = fields.detect(field -> !allowed.contains(field.key()));
    if (unknown != null) {
      throw prompter.wrong(
          unknown.line(),
          "a “%s” has no “%s”; it may have %s"
              .formatted(kind, unknown.key(), allowed.makeString(", ")));
    }
  }
}
