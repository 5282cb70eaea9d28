import type {ServerPlace, ServerRole} from './server-role.ts';

/** The port every ZooKeeper of a lab listens on. */
export const zookeeperPort = 2181;

export const zookeeper: ServerRole = {
  called: 'a ZooKeeper',
  firstHost: 'zookeeper',
  startScript: 'zookeeper-server-start',
  configFile: 'config/zookeeper.properties',
  mainClass: 'org.apache.zookeeper.server.quorum.QuorumPeerMain',
  started: 'binding to port',
  heap: '-Xms32M -Xmx192M',
  memory: 150e6,
  identityFile: undefined,
  ports: () => [zookeeperPort],
  renderConfig: ({runtime}) => zookeeperProperties(runtime),
};

function zookeeperProperties(runtime: ServerPlace['runtime']): string {
  const address = runtime === 'local' ? 'clientPortAddress=127.0.0.1\n' : '';
  return `# The folder ZooKeeper keeps its data in, seen from where you start it.
dataDir=data/zookeeper

# The port brokers (and zookeeper-shell) connect to.
clientPort=${zookeeperPort}
${address}
# No limit on connections from one address: here everything comes from the same one.
maxClientCnxns=0

# ZooKeeper's own web page is not needed.
admin.enableServer=false

# Two of ZooKeeper's four-letter commands, by which the course watches it.
4lw.commands.whitelist=srvr,dump
`;
}
