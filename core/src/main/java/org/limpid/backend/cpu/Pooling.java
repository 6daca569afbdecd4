package org.limpid.backend.cpu;

import java.util.Arrays;
import org.limpid.backend.Grid;
import org.limpid.backend.WindowGeometry;

/** Pooling of one row of outputs after the other, channel by channel. */
final class Pooling {

  private final WorkerPool workers;

  Pooling(WorkerPool workers) {
    this.workers = workers;
  }

  /** What is done with one row of outputs: image {@code n}, slice {@code d}, row {@code h}. */
  @FunctionalInterface
  private interface RowTask {
    void run(int n, int d, int h, int row);
  }

  void maximum(WindowGeometry g, CpuStorage x, CpuStorage y) {
    WindowMap map = WindowMap.forPooling("maxPool", g);
    eachRow(map, true, (n, d, h, row) -> maximumRow(map, n, d, h, x, y, y.offset + row));
  }

  void maximumBackward(
      WindowGeometry g, CpuStorage x, CpuStorage y, CpuStorage gradY, CpuStorage gradX) {
    WindowMap map = WindowMap.forPooling("maxPoolBackward", g);
    clear(gradX);
    eachRow(
        map,
        map.hasDisjointRows(),
        (n, d, h, row) -> maximumBackwardRow(map, n, d, h, x, y, gradY, gradX, row));
  }

  void average(WindowGeometry g, CpuStorage x, CpuStorage y) {
    WindowMap map = WindowMap.forPooling("averagePool", g);
    eachRow(map, true, (n, d, h, row) -> averageRow(map, n, d, h, x, y, y.offset + row));
  }

  void averageBackward(WindowGeometry g, CpuStorage gradY, CpuStorage gradX) {
    WindowMap map = WindowMap.forPooling("averagePoolBackward", g);
    clear(gradX);
    eachRow(
        map,
        map.hasDisjointRows(),
        (n, d, h, row) -> averageBackwardRow(map, n, d, h, gradY, gradY.offset + row, gradX));
  }

  /** Goes over rows in parallel, or where rows share inputs they write, over images. */
  private void eachRow(WindowMap map, boolean isDisjoint, RowTask task) {
    Grid out = map.g().output();
    int rowsPerImage = out.depth() * out.height();
    int length = out.width() * out.channels();
    int rowsSeen = length * map.g().window().volume();
    int grain = isDisjoint ? Math.max(1, Elements.CHUNK / rowsSeen) : rowsPerImage;
    workers.split(
        map.outputRows(),
        grain,
        (begin, end, worker) -> {
          for (int row = begin; row < end; row++) {
            int n = row / rowsPerImage;
            int d = row / out.height() % out.depth();
            task.run(n, d, row % out.height(), row * length);
          }
        });
  }

  private void clear(CpuStorage gradX) {
    workers.split(
        gradX.length,
        Elements.CHUNK,
        (begin, end, worker) ->
            Arrays.fill(gradX.array, gradX.offset + begin, gradX.offset + end, 0));
  }

  private static void maximumRow(
      WindowMap map, int n, int d, int h, CpuStorage x, CpuStorage y, int at) {
    int channels = map.g().input().channels();
    for (int w = 0; w < map.g().output().width(); w++) {
      int to = at + w * channels;
      boolean isFirst = true;
      for (int id = map.depthFrom(d); id < map.depthTo(d); id++) {
        for (int ih = map.rowFrom(h); ih < map.rowTo(h); ih++) {
          int from = x.offset + map.inputRow(n, id, ih);
          for (int iw = map.columnFrom(w); iw < map.columnTo(w); iw++) {
            if (isFirst) {
              System.arraycopy(x.array, from + iw * channels, y.array, to, channels);
              isFirst = false;
            } else {
              Rows.maximum(x.array, from + iw * channels, y.array, to, channels);
            }
          }
        }
      }
    }
  }

  private static void maximumBackwardRow(
      WindowMap map,
      int n,
      int d,
      int h,
      CpuStorage x,
      CpuStorage y,
      CpuStorage gradY,
      CpuStorage gradX,
      int row) {
    int channels = map.g().input().channels();
    for (int w = 0; w < map.g().output().width(); w++) {
      for (int c = 0; c < channels; c++) {
        int output = row + w * channels + c;
        int input = firstEqual(map, n, d, h, w, c, x, y.array[y.offset + output]);
        if (input >= 0) {
          gradX.array[gradX.offset + input] += gradY.array[gradY.offset + output];
        }
      }
    }
  }

  /** The first input of a window that equals its maximum; −1 if that is not a number. */
  private static int firstEqual(
      WindowMap map, int n, int d, int h, int w, int c, CpuStorage x, float maximum) {
    int channels = map.g().input().channels();
    for (int id = map.depthFrom(d); id < map.depthTo(d); id++) {
      for (int ih = map.rowFrom(h); ih < map.rowTo(h); ih++) {
        int from = map.inputRow(n, id, ih) + c;
        for (int iw = map.columnFrom(w); iw < map.columnTo(w); iw++) {
          if (x.array[x.offset + from + iw * channels] == maximum) {
            return from + iw * channels;
          }
        }
      }
    }
    return -1;
  }

  private static void averageRow(
      WindowMap map, int n, int d, int h, CpuStorage x, CpuStorage y, int at) {
    int channels = map.g().input().channels();
    for (int w = 0; w < map.g().output().width(); w++) {
      int to = at + w * channels;
      Arrays.fill(y.array, to, to + channels, 0);
      for (int id = map.depthFrom(d); id < map.depthTo(d); id++) {
        for (int ih = map.rowFrom(h); ih < map.rowTo(h); ih++) {
          int from = x.offset + map.inputRow(n, id, ih);
          for (int iw = map.columnFrom(w); iw < map.columnTo(w); iw++) {
            Rows.add(x.array, from + iw * channels, y.array, to, channels);
          }
        }
      }
      Rows.scale(1f / seen(map, d, h, w), y.array, to, y.array, to, channels);
    }
  }

  private static void averageBackwardRow(
      WindowMap map, int n, int d, int h, CpuStorage gradY, int at, CpuStorage gradX) {
    int channels = map.g().input().channels();
    for (int w = 0; w < map.g().output().width(); w++) {
      float share = 1f / seen(map, d, h, w);
      for (int id = map.depthFrom(d); id < map.depthTo(d); id++) {
        for (int ih = map.rowFrom(h); ih < map.rowTo(h); ih++) {
          int to = gradX.offset + map.inputRow(n, id, ih);
          for (int iw = map.columnFrom(w); iw < map.columnTo(w); iw++) {
            Rows.addScaled(
                share, gradY.array, at + w * channels, gradX.array, to + iw * channels, channels);
          }
        }
      }
    }
  }

  /** How many inputs a window sees. */
  private static int seen(WindowMap map, int d, int h, int w) {
    return (map.depthTo(d) - map.depthFrom(d))
        * (map.rowTo(h) - map.rowFrom(h))
        * (map.columnTo(w) - map.columnFrom(w));
  }
}
