import { compose } from './compose.ts';
import { container } from './container.ts';
import { kubernetes } from './kubernetes.ts';
import type { Scaffold } from './model.ts';
import { systemd } from './systemd.ts';

/** Every way of running things that `ashlar scaffold` knows. */
export const SCAFFOLDS: readonly Scaffold[] = [container, kubernetes, compose, systemd];
