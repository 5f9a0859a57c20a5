package dev.espalier.search.lm.transformer;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.lang.management.MemoryUsage;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * A device that a model could run on, as it is now.
 *
 * @param name {@code cpu}, {@code cuda:N}, or {@code cuda} where there is none
 * @param absence why it cannot be used, in words for the user; empty if it can
 * @param freeBytes memory that a model can count on
 * @param totalBytes memory it has
 */
public record DeviceReport(String name, String absence, long freeBytes, long totalBytes) {

  /** The CPU first, then each accelerator, or why there is none. Loads the native library. */
  public static ImmutableList<DeviceReport> all() {
    MutableList<DeviceReport> reports = Lists.mutable.with(cpu());
    String absence = ComputeDevice.cudaAbsence();
    if (!absence.isEmpty()) {
      reports.add(new DeviceReport("cuda", absence, 0, 0));
      return reports.toImmutable();
    }
    int count = PyTorch.engine().getGpuCount();
    for (int i = 0; i < count; i++) {
      reports.add(accelerator(i));
    }
    return reports.toImmutable();
  }

  /**
   * The device that a model is put on if {@code asked} for, which is the CPU where that is not
   * there.
   *
   * @param asked as in {@link RuntimeOptions#device()}
   */
  public static DeviceReport of(String asked) {
    ComputeDevice device = ComputeDevice.of(asked);
    return device.cuda() ? accelerator(device.index()) : cpu();
  }

  private static DeviceReport accelerator(int index) {
    MemoryUsage usage = CudaUtils.getGpuMemory(Device.gpu(index));
    return new DeviceReport(
        "cuda:" + index, "", usage.getMax() - usage.getCommitted(), usage.getMax());
  }

  /** The CPU and the memory outside of the Java heap. */
  public static DeviceReport cpu() {
    return new DeviceReport("cpu", "", NativeMemory.available(), NativeMemory.total());
  }

  public boolean usable() {
    return absence.isEmpty();
  }
}
