import { type Deployable, PROXY } from './deployable.ts';
import { type Scaffold, WRITTEN_BY } from './model.ts';

/** Units for a machine without containers, locked as far as Node lets itself be. */
export const systemd: Scaffold = {
  name: 'systemd',
  files: ({ deployables, proxy }) => [
    ...deployables.map((one) => ({
      path: `systemd/${one.name}.service`,
      content: unit(one.name, `/usr/bin/node /opt/${one.name}/${one.entry}`, environment(one)),
    })),
    ...(proxy === undefined
      ? []
      : [
          {
            path: `systemd/${PROXY}.service`,
            content: unit(
              PROXY,
              `/usr/bin/ashlar proxy /etc/ashlar/routes.yaml --host 0.0.0.0 --port 8080 --state /var/lib/${PROXY}/state.json --recordings /var/lib/${PROXY}/recordings`,
              [],
              // SIGHUP reads table and certificate again.
              'ExecReload=/bin/kill -HUP $MAINPID\n',
            ),
          },
        ]),
  ],
};

function environment({ port, calls }: Deployable): string[] {
  return [
    `PORT=${port}`,
    ...calls.flatMap((to) => to.env.map((key) => `${key}=http://127.0.0.1:${to.port}`)),
  ];
}

function unit(name: string, command: string, env: readonly string[], more = ''): string {
  return `# ${WRITTEN_BY}
[Unit]
Description=${name}
After=network-online.target
Wants=network-online.target

[Service]
ExecStart=${command}
${more}${env.map((line) => `Environment=${line}\n`).join('')}# Secrets: a file of root's, mode 0600. It may be missing.
EnvironmentFile=-/etc/${name}.env
DynamicUser=yes
StateDirectory=${name}
Restart=on-failure
RestartSec=1
TimeoutStopSec=30
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
LockPersonality=yes
CapabilityBoundingSet=
SystemCallArchitectures=native
MemoryMax=1G

[Install]
WantedBy=multi-user.target
`;
}
