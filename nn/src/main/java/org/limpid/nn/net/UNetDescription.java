package org.limpid.nn.net;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.Activation;

/** Options of a U-Net as names and values, for model files. */
final class UNetDescription {

  static final String KIND = "unet";

  private UNetDescription() {}

  static Map<String, Object> of(UNetOptions options) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", KIND);
    map.put("dimensions", options.dimensions());
    map.put("inputChannels", options.inputChannels());
    map.put("outputChannels", options.outputChannels());
    map.put("depth", options.depth());
    map.put("filters", options.filters());
    map.put("kernel", options.kernel());
    map.put("convolutions", options.convolutions());
    map.put("batchNorm", options.batchNorm());
    map.put("residual", options.residual());
    map.put("upsampling", options.upsampling().name().toLowerCase(Locale.ROOT));
    map.put("activation", options.activation().kind().name().toLowerCase(Locale.ROOT));
    map.put("slope", options.activation().slope());
    map.put("dropout", options.dropout());
    map.put("poolDepth", options.poolDepth());
    map.put("variant", options.variant().name().toLowerCase(Locale.ROOT));
    map.put("pooling", options.pooling().name().toLowerCase(Locale.ROOT));
    map.put("topSkip", options.topSkip());
    return map;
  }

  /** What is missing is as in {@link UNetOptions#DEFAULT}; what is unknown is refused. */
  static UNetOptions read(Map<String, ? extends @Nullable Object> map) {
    Settings settings = new Settings(KIND, map);
    UNetOptions standard = UNetOptions.DEFAULT;
    UNetOptions options =
        new UNetOptions(
            settings.integer("dimensions", standard.dimensions()),
            settings.integer("inputChannels", standard.inputChannels()),
            settings.integer("outputChannels", standard.outputChannels()),
            settings.integer("depth", standard.depth()),
            settings.integer("filters", standard.filters()),
            settings.integer("kernel", standard.kernel()),
            settings.integer("convolutions", standard.convolutions()),
            settings.flag("batchNorm", standard.batchNorm()),
            settings.flag("residual", standard.residual()),
            settings.choice("upsampling", standard.upsampling()),
            new Activation(
                settings.choice("activation", standard.activation().kind()),
                settings.number("slope", standard.activation().slope())),
            settings.number("dropout", standard.dropout()),
            settings.flag("poolDepth", standard.poolDepth()),
            settings.choice("variant", standard.variant()),
            settings.choice("pooling", standard.pooling()),
            settings.flag("topSkip", standard.topSkip()));
    settings.refuseOthers();
    return options;
  }
}
