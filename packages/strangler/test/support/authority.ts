import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Issued {
  readonly cert: string;
  readonly key: string;
}

/** An authority of the tests' own; undefined where there is no openssl. */
export class Authority {
  readonly ca: string;
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    openssl(
      folder,
      `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=authority -keyout ca.key -out ca.pem`,
    );
    this.ca = readFileSync(join(folder, 'ca.pem'), 'utf8');
  }

  static create(): Authority | undefined {
    const folder = mkdtempSync(join(tmpdir(), 'ashlar-ca-'));
    try {
      return new Authority(folder);
    } catch {
      rmSync(folder, { recursive: true });
      return undefined;
    }
  }

  /** A certificate for a name, also good for 127.0.0.1. */
  issue(name: string): Issued {
    writeFileSync(join(this.#folder, 'san'), `subjectAltName=DNS:${name},IP:127.0.0.1`);
    openssl(
      this.#folder,
      `req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=${name} -keyout own.key -out own.csr`,
    );
    openssl(
      this.#folder,
      `x509 -req -in own.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile san -out own.pem`,
    );
    return {
      cert: readFileSync(join(this.#folder, 'own.pem'), 'utf8'),
      key: readFileSync(join(this.#folder, 'own.key'), 'utf8'),
    };
  }

  close(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

function openssl(folder: string, words: string): void {
  execFileSync('openssl', words.split(' '), { cwd: folder, stdio: 'ignore' });
}
