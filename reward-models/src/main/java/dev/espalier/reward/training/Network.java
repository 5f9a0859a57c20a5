package dev.espalier.reward.training;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.espalier.search.lm.transformer.Calibration;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * A model in native memory with its gradients and optimiser, driven through one TorchScript
 * program.
 *
 * <p>{@link #accumulate} may be called by several threads at once, each with its own worker number;
 * everything else needs the network to itself.
 */
final class Network implements AutoCloseable {
  /** The data type of weights and sums, and the one of matrix products. */
  enum Precision {
    DOUBLE(7, 7),
    SINGLE(6, 6),
    MIXED(6, 15);

    private final int full;
    private final int fast;

    Precision(int full, int fast) {
      this.full = full;
      this.fast = fast;
    }

    /**
     * The one in which this machine trains faster, found once: without instructions for it,
     * products in bf16 take ten times as long.
     */
    static Precision fastest() {
      return Fastest.FOUND;
    }

    private static final class Fastest {
      /** About the size of the matrices in the bundled models' blocks. */
      static final Precision FOUND = Calibration.prefersBf16(192, 512) ? MIXED : SINGLE;
    }
  }

  /** What one block added up to: weighted loss and weighted share of right predictions. */
  record Tally(double loss, double right) {
    Tally plus(Tally other) {
      return new Tally(loss + other.loss, right + other.right);
    }
  }

  /** The state of the optimiser: running means of gradients and of their squares. */
  record Moments(ImmutableList<float[]> first, ImmutableList<float[]> second) {
    static final Moments NONE = new Moments(Lists.immutable.empty(), Lists.immutable.empty());
  }

  /**
   * Generated ids and their log-probabilities, {@code rows × limit}, the rest filled with stops.
   */
  @SuppressWarnings("ArrayRecordComponent") // handed to native code as they are, never compared
  record Continuations(int limit, int[] tokens, float[] logProbabilities) {}

  private final ModelShape shape;
  private final Precision precision;
  private final ImmutableList<Weights.Tensor> layout;
  private final PtNDManager manager;
  private final PtSymbolBlock program;
  private final int classes;

  private Network(
      ModelShape shape,
      Precision precision,
      ImmutableList<Weights.Tensor> layout,
      PtNDManager manager,
      PtSymbolBlock program,
      int classes) {
    this.shape = shape;
    this.precision = precision;
    this.layout = layout;
    this.manager = manager;
    this.program = program;
    this.classes = classes;
  }

  /**
   * Copies the weights into a fresh program.
   *
   * @param workers number of threads that may accumulate gradients at once
   */
  static Network open(
      ModelShape shape,
      int workers,
      Precision precision,
      ImmutableList<Weights.Tensor> weights,
      Moments moments) {
    boolean scored = weights.getLast().name().startsWith("score.");
    var manager = (PtNDManager) NDManager.newBaseManager(Device.cpu(), "PyTorch");
    JniUtils.setNumThreads(1);
    JniUtils.setGraphExecutorOptimize(false);
    var archive =
        TorchArchive.of("Trainer")
            .with("training", false)
            .with("layers", shape.layers())
            .with("width", shape.width())
            .with("heads", shape.heads())
            .with("hidden", shape.hidden())
            .with("vocabulary", shape.vocabulary())
            .with("workers", workers)
            .with("scored", scored)
            .with("full", precision.full)
            .with("fast", precision.fast)
            .with("eps", ModelShape.NORM_EPSILON)
            .withTensorList("p")
            .withTensorList("m")
            .withTensorList("v")
            .withTensorList("w")
            .withTensorList("g")
            .withTensorList("d")
            .withTensorList("tables");
    try (InputStream stream = archive.assemble(programText())) {
      PtSymbolBlock block = JniUtils.loadModule(manager, stream, false, false);
      var network =
          new Network(shape, precision, weights, manager, block, scored ? 2 : shape.vocabulary());
      network.load(weights, moments);
      return network;
    } catch (IOException e) {
      manager.close();
      throw new UncheckedIOException("cannot load the training program", e);
    }
  }

  /** A trained model to be read or sampled from, in the number format fastest here. */
  static Network open(ModelFolder.Loaded model, int workers) {
    return open(model.shape(), workers, Precision.fastest(), model.weights(), Moments.NONE);
  }

  private static String programText() {
    try (InputStream in =
        Objects.requireNonNull(Network.class.getResourceAsStream("trainer.torchscript"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the training program from the class path", e);
    }
  }

  private void load(ImmutableList<Weights.Tensor> weights, Moments moments) {
    try (var sub = (PtNDManager) manager.newSubManager();
        IValue p = list(sub, weights.collect(Weights.Tensor::values));
        IValue m = list(sub, moments.first);
        IValue v = list(sub, moments.second);
        IValue cos = IValue.from(rotary(sub, true));
        IValue sin = IValue.from(rotary(sub, false));
        IValue done = IValueUtils.runMethod(program, "load", p, m, v, cos, sin)) {
      if (done.toLong() != weights.size()) {
        throw new IllegalStateException("the program took " + done.toLong() + " tensors");
      }
    }
  }

  private IValue list(PtNDManager sub, ImmutableList<float[]> values) {
    var arrays = new PtNDArray[values.size()];
    for (int i = 0; i < arrays.length; i++) {
      var dimensions = layout.get(i).shape();
      var shapeOf = new Shape(dimensions.collectLong(Integer::longValue).toArray());
      arrays[i] = array(sub, values.get(i), shapeOf);
    }
    return IValue.listFrom(arrays);
  }

  private PtNDArray array(PtNDManager sub, float[] values, Shape dimensions) {
    if (precision != Precision.DOUBLE) {
      return (PtNDArray) sub.create(values, dimensions);
    }
    var doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return (PtNDArray) sub.create(doubles, dimensions);
  }

  private PtNDArray rotary(PtNDManager sub, boolean cosine) {
    int half = shape.headSize() / 2;
    var table = new double[shape.maxPositions() * half];
    for (int position = 0; position < shape.maxPositions(); position++) {
      for (int i = 0; i < half; i++) {
        double angle = position * Math.pow(ModelShape.ROPE_THETA, -(double) i / half);
        table[position * half + i] = cosine ? Math.cos(angle) : Math.sin(angle);
      }
    }
    return (PtNDArray) sub.create(table, new Shape(shape.maxPositions(), half));
  }

  /** Adds a block's gradients to a worker's sums. */
  Tally accumulate(int worker, Block block) {
    check(block);
    JniUtils.setGraphExecutorOptimize(false);
    try (var sub = (PtNDManager) manager.newSubManager();
        IValue number = IValue.from((long) worker);
        IValue ids = IValue.from(ids(sub, block));
        IValue positions = IValue.from(longs(sub, block.positions()));
        IValue targets = IValue.from(longs(sub, block.targets()));
        IValue weights = IValue.from((PtNDArray) sub.create(block.weights()));
        IValue result =
            IValueUtils.runMethod(
                program, "accumulate", number, ids, positions, targets, weights)) {
      double[] pair = doubles(result.toTensor(sub));
      return new Tally(pair[0], pair[1]);
    }
  }

  /** Log-probabilities of all classes at each of a block's positions. */
  float[][] logProbabilities(Block block) {
    check(block);
    JniUtils.setGraphExecutorOptimize(false);
    try (var sub = (PtNDManager) manager.newSubManager();
        IValue ids = IValue.from(ids(sub, block));
        IValue positions = IValue.from(longs(sub, block.positions()));
        IValue result = IValueUtils.runMethod(program, "logProbabilities", ids, positions)) {
      double[] flat = doubles(result.toTensor(sub));
      var rows = new float[block.positions().length][classes];
      for (int i = 0; i < flat.length; i++) {
        rows[i / classes][i % classes] = (float) flat[i];
      }
      return rows;
    }
  }

  /** Log-probability of the target at each of a block's positions. */
  double[] logProbabilitiesOfTargets(Block block) {
    check(block);
    JniUtils.setGraphExecutorOptimize(false);
    try (var sub = (PtNDManager) manager.newSubManager();
        IValue ids = IValue.from(ids(sub, block));
        IValue positions = IValue.from(longs(sub, block.positions()));
        IValue targets = IValue.from(longs(sub, block.targets()));
        IValue result =
            IValueUtils.runMethod(program, "logProbabilitiesOf", ids, positions, targets)) {
      return doubles(result.toTensor(sub));
    }
  }

  /**
   * Sums the gradients of all workers, clips the sum, and clears them; the first part of an update.
   *
   * @return Euclidean norm of the gradient before clipping
   */
  double gather(double clip) {
    JniUtils.setGraphExecutorOptimize(false);
    try (IValue limit = IValue.from(clip);
        IValue norm = IValueUtils.runMethod(program, "gather", limit)) {
      return norm.toDouble();
    }
  }

  /**
   * Applies a worker's share of the gathered gradient; workers may do so at once.
   *
   * @param step number of this update, from 1
   */
  void apply(int worker, int step, double rate, Optimiser optimiser) {
    JniUtils.setGraphExecutorOptimize(false);
    try (IValue share = IValue.from((long) worker);
        IValue number = IValue.from((long) step);
        IValue learningRate = IValue.from(rate);
        IValue weightDecay = IValue.from(optimiser.decay());
        IValue turned = IValue.from(optimiser.orthogonal());
        IValue trunk = IValue.from((long) optimiser.trunk().tensors());
        IValue factor = IValue.from(optimiser.trunk().factor());
        IValue done =
            IValueUtils.runMethod(
                program,
                "apply",
                share,
                number,
                learningRate,
                weightDecay,
                turned,
                trunk,
                factor)) {
      if (done.toLong() != worker) {
        throw new IllegalStateException("worker " + worker + " answered " + done.toLong());
      }
    }
  }

  /** Makes the changed weights those of the next pass; the last part of an update. */
  void prepare() {
    JniUtils.setGraphExecutorOptimize(false);
    IValueUtils.runMethod(program, "prepare").close();
  }

  /** The gradients of all workers, summed, in the order of the weights; clears them. */
  ImmutableList<double[]> gradients() {
    try (var sub = (PtNDManager) manager.newSubManager();
        IValue result = IValueUtils.runMethod(program, "gradients")) {
      MutableList<double[]> all = Lists.mutable.empty();
      for (PtNDArray array : result.toTensorArray(sub)) {
        all.add(doubles(array));
      }
      return all.toImmutable();
    }
  }

  /**
   * Samples a continuation for each prompt until a stop token or the limit.
   *
   * @param prompts token ids, each not empty
   * @param uniform {@code prompts × limit} draws from [0, 1); the k-th token of a row depends on
   *     the row's prompt and its first k draws only
   * @param temperature zero for the most likely token
   */
  Continuations generate(
      ImmutableList<int[]> prompts, float[] uniform, double temperature, int stop) {
    int rows = prompts.size();
    int limit = uniform.length / rows;
    int columns = prompts.collectInt(p -> p.length).max();
    if (columns + limit > shape.maxPositions()) {
      throw new IllegalArgumentException(
          "prompt of "
              + columns
              + " and "
              + limit
              + " new tokens exceed "
              + shape.maxPositions()
              + " positions");
    }
    var flat = new long[rows * columns];
    var pads = new long[rows];
    for (int i = 0; i < rows; i++) {
      int[] prompt = prompts.get(i);
      pads[i] = (long) columns - prompt.length;
      for (int j = 0; j < prompt.length; j++) {
        flat[i * columns + columns - prompt.length + j] = prompt[j];
      }
    }
    JniUtils.setGraphExecutorOptimize(false);
    try (var sub = (PtNDManager) manager.newSubManager();
        IValue ids = IValue.from((PtNDArray) sub.create(flat, new Shape(rows, columns)));
        IValue padding = IValue.from((PtNDArray) sub.create(pads));
        IValue draws = IValue.from((PtNDArray) sub.create(uniform, new Shape(rows, limit)));
        IValue heat = IValue.from(temperature);
        IValue last = IValue.from((long) stop);
        IValue result =
            IValueUtils.runMethod(program, "generate", ids, padding, draws, heat, last)) {
      IValue[] both = result.toIValueTuple();
      try (IValue tokens = both[0];
          IValue logs = both[1]) {
        long[] wide = tokens.toTensor(sub).toLongArray();
        var narrow = new int[wide.length];
        for (int i = 0; i < narrow.length; i++) {
          narrow[i] = (int) wide[i];
        }
        return new Continuations(limit, narrow, floats(logs.toTensor(sub)));
      }
    }
  }

  ModelShape shape() {
    return shape;
  }

  ImmutableList<Weights.Tensor> weights() {
    ImmutableList<float[]> values = tensors("parameters");
    return layout.collectWithIndex(
        (t, i) -> new Weights.Tensor(t.name(), t.shape(), values.get(i)));
  }

  Moments moments() {
    return new Moments(tensors("firstMoments"), tensors("secondMoments"));
  }

  private ImmutableList<float[]> tensors(String method) {
    try (var sub = (PtNDManager) manager.newSubManager();
        IValue result = IValueUtils.runMethod(program, method)) {
      MutableList<float[]> all = Lists.mutable.empty();
      for (PtNDArray array : result.toTensorArray(sub)) {
        all.add(floats(array));
      }
      return all.toImmutable();
    }
  }

  private void check(Block block) {
    if (block.columns() > shape.maxPositions()) {
      throw new IllegalArgumentException(
          "a sequence of " + block.columns() + " tokens exceeds " + shape.maxPositions());
    }
    for (int id : block.ids()) {
      Objects.checkIndex(id, shape.vocabulary());
    }
    for (int i = 0; i < block.positions().length; i++) {
      Objects.checkIndex(block.positions()[i], block.ids().length);
      Objects.checkIndex(block.targets()[i], classes);
    }
  }

  private static PtNDArray ids(PtNDManager sub, Block block) {
    return (PtNDArray) sub.create(widen(block.ids()), new Shape(block.rows(), block.columns()));
  }

  private static PtNDArray longs(PtNDManager sub, int[] values) {
    return (PtNDArray) sub.create(widen(values));
  }

  private static long[] widen(int[] values) {
    var wide = new long[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static double[] doubles(PtNDArray array) {
    if (array.getDataType() == DataType.FLOAT64) {
      return array.toDoubleArray();
    }
    float[] values = array.toFloatArray();
    var wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static float[] floats(PtNDArray array) {
    if (array.getDataType() == DataType.FLOAT32) {
      return array.toFloatArray();
    }
    double[] values = array.toDoubleArray();
    var narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  @Override
  public void close() {
    program.close();
    manager.close();
  }
}
