import type { FileToWrite } from '../terminal/write-files.ts';
import { type Deployable, PROXY } from './deployable.ts';
import { type Scaffold, WRITTEN_BY } from './model.ts';

/** A Containerfile for each: built in one image, run in another without a shell, as nobody. */
export const container: Scaffold = {
  name: 'container',
  files: ({ deployables, proxy }) => [
    ...deployables.flatMap(files),
    ...(proxy === undefined
      ? []
      : [{ path: `${PROXY}/Containerfile`, content: PROXY_CONTAINERFILE }]),
  ],
};

const PROXY_CONTAINERFILE = `# ${WRITTEN_BY}
FROM docker.io/library/node:24-bookworm-slim AS build
WORKDIR /app
RUN npm install --omit=dev ashlar && mkdir /state

FROM gcr.io/distroless/nodejs24-debian12:nonroot
COPY --from=build --chown=nonroot:nonroot /app /app
# A volume here belongs to who runs the proxy.
COPY --from=build --chown=nonroot:nonroot /state /var/lib/ashlar
USER nonroot
EXPOSE 8080
ENTRYPOINT ["/nodejs/bin/node", "/app/node_modules/ashlar/dist/bin.js"]
CMD ["proxy", "/etc/ashlar/routes.yaml", "--host", "0.0.0.0", "--port", "8080"]
`;

function files(one: Deployable): FileToWrite[] {
  const at = one.folder === '.' ? '' : `${one.folder}/`;
  return [
    { path: `${at}${one.containerfile}`, content: containerfile(one) },
    { path: `${at}${one.containerfile}.dockerignore`, content: IGNORED },
  ];
}

const IGNORED = `# ${WRITTEN_BY}
.git
.env*
**/node_modules
Containerfile*
**/*.test.*
**/*.pem
**/*.key
`;

function containerfile({ entry, port, health, folder, containerfile: name }: Deployable): string {
  const probe = `fetch('http://127.0.0.1:${port}${health}').then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))`;
  return `# ${WRITTEN_BY}
# Build in ${folder === '.' ? 'the root of the repository' : folder}: podman build --format docker -f ${name} .
# (without --format docker, podman and buildah leave the HEALTHCHECK out)
FROM docker.io/library/node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json* ./
RUN npm ci
COPY . .
RUN npm run build --if-present && npm prune --omit=dev

# No shell, no package manager, and not root.
FROM gcr.io/distroless/nodejs24-debian12:nonroot
WORKDIR /app
ENV NODE_ENV=production PORT=${port}
COPY --from=build --chown=nonroot:nonroot /app .
USER nonroot
EXPOSE ${port}
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["/nodejs/bin/node", "-e", ${JSON.stringify(probe)}]
# The process itself gets SIGTERM and has to drain.
CMD [${JSON.stringify(entry)}]
`;
}
