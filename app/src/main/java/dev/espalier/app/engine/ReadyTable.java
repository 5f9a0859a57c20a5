package dev.espalier.app.engine;

import dev.espalier.app.run.RunRefused;
import dev.espalier.app.table.TableModel;
import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.constraint.Constraint;
import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.TokenMask;
import dev.espalier.search.lm.ModelDescription;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/** A model that is written down, which answers its own prompt alone. */
public final class ReadyTable implements ReadyModels {

  private static final int PROMPT = 0;

  private final TableModel table;
  private final Models models;

  public ReadyTable(TableModel table) {
    this.table = table;
    this.models = new Models(table.language(), table.tokenizer(), null);
  }

  /** Whether it goes on from this prompt. */
  boolean answers(String prompt) {
    return table.prompt().strip().equals(prompt.strip());
  }

  @Override
  public Models models() {
    return models;
  }

  @Override
  public Models models(@Nullable ConstraintSource source) throws RunRefused {
    if (source == null) {
      return models;
    }
    try {
      return models.with(Constraint.of(source, new TokenMask(models.tokenizer())));
    } catch (GrammarException e) {
      throw new RunRefused(
          "The %s cannot be used: %s".formatted(source.kind().label(), e.getMessage()), e);
    }
  }

  @Override
  public Problem problem(String question, long seed) throws RunRefused {
    if (!answers(question)) {
      throw new RunRefused(
          "The table %s goes on from “%s” only.".formatted(table.id(), table.prompt()));
    }
    return new Problem(table.prompt(), table.prompt(), IntLists.immutable.with(PROMPT), seed);
  }

  @Override
  public ModelDescription description() {
    return models.language().description();
  }

  @Override
  public boolean hasReward() {
    return false;
  }
}
