import type { Terminal } from './context.ts';

export interface ProgressStep {
  stage: string;
  done: number;
  total: number;
}

export interface ProgressDisplay {
  show(step: ProgressStep): void;
  /** Clears the bar; call it before printing results. */
  end(): void;
}

const BAR_WIDTH = 24;
const REDRAW_MS = 80;

/** A bar that redraws itself on a terminal, and one plain line per stage everywhere else. */
export function createProgress(terminal: Terminal): ProgressDisplay {
  return terminal.stderrIsTerminal ? bar(terminal) : plainLines(terminal);
}

function bar(terminal: Terminal): ProgressDisplay {
  let drawnAt = 0;
  let drawn = false;
  return {
    show({ stage, done, total }) {
      const now = performance.now();
      if (done < total && now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      drawn = true;
      const filled = total > 0 ? Math.round((done / total) * BAR_WIDTH) : 0;
      const gauge = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
      terminal.stderr.write(`\r\u001b[2K${gauge} ${stage} ${done}/${total}`);
    },
    end() {
      if (drawn) terminal.stderr.write('\r\u001b[2K');
      drawn = false;
    },
  };
}

function plainLines(terminal: Terminal): ProgressDisplay {
  let last = '';
  return {
    show({ stage, total }) {
      if (stage === last) return;
      last = stage;
      terminal.stderr.write(total > 0 ? `${stage} (${total})\n` : `${stage}\n`);
    },
    end() {},
  };
}
