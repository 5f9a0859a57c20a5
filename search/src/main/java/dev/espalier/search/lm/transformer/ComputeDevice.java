package dev.espalier.search.lm.transformer;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import org.jspecify.annotations.Nullable;

/**
 * The device a model runs on.
 *
 * @param name {@code cpu} or {@code cuda:N}
 * @param notice why it is not the one asked for, in words for the user; null if it is
 */
record ComputeDevice(String name, @Nullable String notice) {

  private static final String CPU = "cpu";

  /**
   * The device asked for, or the CPU with a notice where that is not there.
   *
   * @param asked as in {@link RuntimeOptions#device()}
   */
  static ComputeDevice of(String asked) {
    if (asked.equals(CPU)) {
      return new ComputeDevice(CPU, null);
    }
    boolean built = PyTorch.engine().hasCapability("CUDA");
    // A build without CUDA need not look for devices it cannot use.
    int count = built ? PyTorch.engine().getGpuCount() : 0;
    return choose(asked, built, count);
  }

  /** The choice, given what there is. */
  static ComputeDevice choose(String asked, boolean cudaBuild, int count) {
    if (asked.equals("auto")) {
      return new ComputeDevice(cudaBuild && count > 0 ? "cuda:0" : CPU, null);
    }
    int index = asked.contains(":") ? Integer.parseInt(asked.substring(asked.indexOf(':') + 1)) : 0;
    if (!cudaBuild) {
      return new ComputeDevice(
          CPU,
          asked + " was asked for, but this PyTorch is built for the CPU alone; using the CPU");
    }
    if (index >= count) {
      return new ComputeDevice(
          CPU,
          "%s was asked for, but %s; using the CPU"
              .formatted(
                  asked,
                  count == 0
                      ? "no CUDA device was found"
                      : "there are only " + count + " devices"));
    }
    return new ComputeDevice("cuda:" + index, null);
  }

  /** Why no model can run on CUDA here, in words; empty if one can. */
  static String cudaAbsence() {
    if (!PyTorch.engine().hasCapability("CUDA")) {
      return "this PyTorch is built for the CPU alone";
    }
    return PyTorch.engine().getGpuCount() == 0 ? "no CUDA device was found" : "";
  }

  boolean cuda() {
    return !name.equals(CPU);
  }

  /** Bytes a new allocation can count on. */
  long available() {
    if (!cuda()) {
      return NativeMemory.available();
    }
    Device device = Device.gpu(index());
    return CudaUtils.getGpuMemory(device).getMax() - CudaUtils.getGpuMemory(device).getCommitted();
  }

  /** Which of the CUDA devices. */
  int index() {
    return Integer.parseInt(name.substring(name.indexOf(':') + 1));
  }
}
