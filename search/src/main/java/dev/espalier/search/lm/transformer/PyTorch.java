package dev.espalier.search.lm.transformer;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import org.eclipse.collections.api.set.ImmutableSet;
import org.eclipse.collections.impl.factory.Sets;
import org.jspecify.annotations.Nullable;

/**
 * The native library behind both engines: its start-up, and the only place that makes its arrays.
 *
 * <p>The binding aborts the whole process when handed a data type it does not map, so {@link
 * #array} lets only known ones through.
 */
final class PyTorch {

  private static final ImmutableSet<DataType> MAPPED =
      Sets.immutable.with(
          DataType.FLOAT32, DataType.UINT8, DataType.INT32, DataType.INT64, DataType.BOOLEAN);

  /** Which thread last switched its graph optimiser off; the setting is the thread's own. */
  private static final ThreadLocal<Boolean> OPTIMIZER_OFF = ThreadLocal.withInitial(() -> false);

  /** How many threads this thread last asked for; the setting is the thread's own too. */
  private static final ThreadLocal<Integer> THREADS = ThreadLocal.withInitial(() -> 0);

  private PyTorch() {}

  /** The library, loaded on first use. */
  static Engine engine() {
    return Loaded.ENGINE;
  }

  static PtNDManager newManager() {
    engine();
    return (PtNDManager) NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  /**
   * An array over the buffer's memory from its start, without a copy: the buffer must outlive it.
   * Sets the buffer's limit to the array's end.
   */
  static PtNDArray array(PtNDManager manager, ByteBuffer buffer, Shape shape, DataType type) {
    if (!MAPPED.contains(type) || !buffer.isDirect()) {
      throw new IllegalArgumentException("no native array of " + type + " over " + buffer);
    }
    buffer.limit(Math.toIntExact(shape.size() * type.getNumOfBytes()));
    return manager.create(buffer, shape, type);
  }

  /** To be called on every thread before it runs a program: profiling runs only cost time here. */
  static void prepareThread() {
    if (!OPTIMIZER_OFF.get()) {
      JniUtils.setGraphExecutorOptimize(false);
      OPTIMIZER_OFF.set(true);
    }
  }

  /** The library's own choice of how many threads share a product. */
  static int usualThreads() {
    engine();
    return Loaded.USUAL_THREADS;
  }

  /** How many threads share the products that this thread asks for from here on. */
  static void useThreads(int threads) {
    if (THREADS.get() != threads) {
      engine();
      JniUtils.setNumThreads(threads);
      THREADS.set(threads);
    }
  }

  private static final class Loaded {
    static final Engine ENGINE = load();
    static final int USUAL_THREADS = JniUtils.getNumThreads();

    private static Engine load() {
      setUnlessGiven("OPT_OUT_TRACKING", "OPT_OUT_TRACKING", "true");
      setUnlessGiven("ai.djl.pytorch.graph_optimizer", null, "false");
      if (PyTorch.class.getResource("/native/lib/pytorch.properties") != null) {
        // The library is on the class path, so nothing needs the network.
        setUnlessGiven("ai.djl.offline", "DJL_OFFLINE", "true");
      }
      if (System.getenv("OMP_WAIT_POLICY") == null && System.getenv("GOMP_SPINCOUNT") == null) {
        // Threads that wait by spinning make a step tens of times slower as soon as another process
        // wants their core; 1000 rounds are a few microseconds.
        CLibrary.setEnvironment("GOMP_SPINCOUNT", "1000");
      }
      return Engine.getEngine("PyTorch");
    }

    private static void setUnlessGiven(String property, @Nullable String variable, String value) {
      if (System.getProperty(property) == null
          && (variable == null || System.getenv(variable) == null)) {
        System.setProperty(property, value);
      }
    }
  }
}
