package dev.espalier.app.cli;

import dev.espalier.app.engine.ModelPlaces;
import dev.espalier.app.format.Numbers;
import dev.espalier.app.hub.Downloaded;
import dev.espalier.app.hub.Hub;
import dev.espalier.app.run.RunRefused;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code espalier models list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the models that come with the program and those that were downloaded.",
    footerHeading = "%nExample:%n",
    footer = "  espalier models list")
final class ListModelsCommand implements Callable<Integer> {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "print one JSON object a model")
  private boolean json;

  @Override
  public Integer call() throws IOException, RunRefused {
    MutableList<Downloaded> models = Lists.mutable.empty();
    ModelPlaces places = ModelPlaces.installed();
    for (String name : places.bundledNames()) {
      models.add(Downloaded.ofFolder(name, places.find(name)));
    }
    models.addAllIterable(Hub.ofEnvironment().downloaded());
    PrintWriter out = spec.commandLine().getOut();
    int width = models.isEmpty() ? 0 : models.collectInt(model -> model.name().length()).max();
    for (Downloaded model : models) {
      out.println(
          json
              ? JSON.createObjectNode()
                  .put("id", model.name())
                  .put("bytes", model.bytes())
                  .put("path", model.path().toString())
                  .toString()
              : ("%-" + width + "s  %8s  %s")
                  .formatted(model.name(), Numbers.bytes(model.bytes()), model.path()));
    }
    out.flush();
    return 0;
  }
}
