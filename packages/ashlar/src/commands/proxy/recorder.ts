import type { RecorderOptions, Recorder as RecordingFiles } from '@ashlar/contracts';
import type { Recorder } from '@ashlar/strangler';

/**
 * Writes recordings, from the first exchange on: most tables record nothing, and what writes
 * them would take 8 MB in every proxy.
 */
export function recorderOnDemand(
  options: RecorderOptions,
): Recorder & { close(): Promise<unknown> } {
  let opening: Promise<RecordingFiles> | undefined;
  const open = async (): Promise<RecordingFiles> => {
    const { createRecorder } = await import('@ashlar/contracts');
    return createRecorder(options);
  };
  return {
    take: (exchange, settings) => {
      opening ??= open();
      opening
        .then((recorder) => recorder.take(exchange, settings))
        .catch((error: unknown) => options.onProblem?.(String(error)));
    },
    close: async () => (await opening)?.close(),
  };
}
